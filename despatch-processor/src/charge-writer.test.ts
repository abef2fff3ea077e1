import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLog, systemWorld } from 'peoplevox-connector-shared/runtime';
import { createChargeWriter } from './charge-writer';

interface Transaction {
  readonly id?: string;
  readonly type: string;
  readonly state: string;
  readonly interactionId?: string;
  readonly amount: { readonly centAmount: number; readonly currencyCode: string };
}

interface Update {
  readonly version: number;
  readonly actions: readonly { readonly action: string; readonly transaction: Transaction }[];
}

let server: Server | undefined;

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** One payment, as far as the SDK asks for it. `refusals`: how many updates are refused with 409 first. */
async function open({ refusals = 0, status = 200, error = 'Refused' } = {}) {
  const transactions: Transaction[] = [];
  const lines: string[] = [];
  let left = refusals;

  const answer = (method: string, url: string, text: string): readonly [number, unknown] => {
    if (url.startsWith('/oauth/token'))
      return [200, { access_token: 'token', expires_in: 3600, token_type: 'Bearer', scope: '' }];
    const payment = { id: 'pay', version: 7, transactions, paymentMethodInfo: {} };
    if (method === 'GET') return [200, payment];
    const refusal = left > 0 ? 409 : status;
    left -= 1;
    const message = 'the words of ada@example.com';
    if (refusal !== 200)
      return [refusal, { statusCode: refusal, message, errors: [{ code: error, message }] }];
    const { actions } = JSON.parse(text) as Update;
    for (const { transaction } of actions)
      transactions.push({ id: `t${transactions.length}`, ...transaction });
    return [200, payment];
  };

  const started = createServer((request, response) => {
    void textOf(request).then((text) => {
      const [code, body] = answer(request.method ?? '', request.url ?? '', text);
      if (code === 0) response.destroy();
      else response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  server = started;
  await new Promise<void>((resolve) => void started.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  const writer = createChargeWriter({
    settings: { projectKey: 'mugs', clientId: 'client', clientSecret: 'secret', apiUrl: url, authUrl: url },
    world: systemWorld,
    log: createLog({ level: 'debug', write: (line) => void lines.push(line) }),
  });
  const charge = (interactionId: string, centAmount: number) =>
    writer.write({ paymentId: 'pay', interactionId, amount: { centAmount, currencyCode: 'GBP' } });
  return { transactions, lines, charge };
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

describe('a Charge by connect-payments-sdk', () => {
  it('is added in state Initial with the key of the Delivery', async () => {
    const { transactions, charge } = await open();
    await charge('DSP-1', 1999);
    expect(transactions).toMatchObject([
      {
        type: 'Charge',
        state: 'Initial',
        interactionId: 'DSP-1',
        amount: { centAmount: 1999, currencyCode: 'GBP' },
      },
    ]);
  });

  it('is added once, and left as the payment service provider has it', async () => {
    const { transactions, charge } = await open();
    await charge('DSP-1', 1999);
    await charge('DSP-1', 1999);
    expect(transactions).toHaveLength(1);
    transactions[0] = {
      ...transactions[0],
      type: 'Charge',
      state: 'Failure',
      interactionId: 'DSP-1',
      amount: { centAmount: 1999, currencyCode: 'GBP' },
    };
    await charge('DSP-1', 1999);
    expect(transactions).toMatchObject([{ state: 'Failure' }]);
  });

  it('is added after a conflict', async () => {
    const { transactions, charge } = await open({ refusals: 1 });
    await charge('DSP-1', 1999);
    expect(transactions).toHaveLength(1);
  });

  it('is not added beside another of the same amount that is Initial: why capture on despatch waits for that one', async () => {
    const { transactions, charge } = await open();
    await charge('DSP-1', 1999);
    await charge('DSP-2', 1999);
    expect(transactions).toHaveLength(1);
    await charge('DSP-3', 2000);
    expect(transactions).toHaveLength(2);
  });

  it.each([
    [400, 'InvalidOperation', 'refused'],
    [400, 'ExtensionUpdateActionsFailed', 'unknown'],
    [504, 'ExtensionNoResponse', 'unknown'],
  ] as const)(
    'that is answered with %i %s is %s, and repeats nothing of what the platform said',
    async (status, error, kind) => {
      const { lines, charge } = await open({ status, error });
      const why = `connect-payments-sdk could not add the Charge: ${error} (${status})`;
      await expect(charge('DSP-1', 1999)).resolves.toEqual({ kind, why });
      expect(lines.join('\n')).not.toContain('ada@example.com');
    },
  );

  it('whose answer never comes is unknown', async () => {
    const { charge } = await open({ status: 0 });
    await expect(charge('DSP-1', 1999)).resolves.toMatchObject({ kind: 'unknown' });
  });
});
