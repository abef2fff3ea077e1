import {
  CommercetoolsError,
  Conflict,
  type ByProjectKeyRequestBuilder,
} from 'peoplevox-connector-shared/commercetools';
import { createChargeWriter } from './charge-writer';

const world = {
  clock: { now: () => 0, after: (_ms: number, run: () => void) => (run(), () => undefined) },
  random: () => 0,
};
const charge = { paymentId: 'p', interactionId: 'claim-1', amount: { centAmount: 500, currencyCode: 'GBP' } };

function failure(code: string, outcome: 'not-done' | 'unknown') {
  const facts = { operation: 'POST payments/{id}', correlationId: 'c', code, outcome, transient: false };
  return new CommercetoolsError({ ...facts, description: code });
}

function setUp(transactions: readonly object[], answers: readonly (Error | undefined)[]) {
  const posted: unknown[] = [];
  const left = [...answers];
  const execute = async () => ({ body: { version: 3, transactions } });
  const withId = () => ({
    get: () => ({ execute }),
    post: (args: { body: unknown }) => ({
      execute: async () => {
        posted.push(args.body);
        const error = left.shift();
        if (error !== undefined) throw error;
      },
    }),
  });
  const api = { payments: () => ({ withId }) } as object as ByProjectKeyRequestBuilder;
  return { posted, writer: createChargeWriter(api, world) };
}

describe('a Charge', () => {
  it('is added onto the version that was read', async () => {
    const { posted, writer } = setUp([], [undefined]);
    expect(await writer.write(charge)).toEqual({ kind: 'written' });
    const timestamp = '1970-01-01T00:00:00.000Z';
    const { interactionId, amount } = charge;
    const transaction = { type: 'Charge', state: 'Initial', interactionId, amount, timestamp };
    expect(posted).toEqual([{ version: 3, actions: [{ action: 'addTransaction', transaction }] }]);
  });

  it('is not added where it is', async () => {
    const { posted, writer } = setUp([{ type: 'Charge', state: 'Success', interactionId: 'claim-1' }], []);
    expect(await writer.write(charge)).toEqual({ kind: 'written' });
    expect(posted).toEqual([]);
  });

  it('is looked for again after a conflict', async () => {
    const { posted, writer } = setUp([], [new Conflict('changed'), undefined]);
    expect(await writer.write(charge)).toEqual({ kind: 'written' });
    expect(posted).toHaveLength(2);
  });

  it.each([
    [failure('InvalidOperation', 'not-done'), 'refused'],
    [failure('ExtensionUpdateActionsFailed', 'not-done'), 'unknown'],
    [failure('timeout', 'unknown'), 'unknown'],
    [new TypeError('x'), 'unknown'],
  ])('is %s then', async (error, kind) => {
    expect(await setUp([], [error]).writer.write(charge)).toMatchObject({ kind });
  });
});
