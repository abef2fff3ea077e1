import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { createScripted, json } from './fixtures/scripted-commercetools';
import { updateOrder } from './orders';
import { NotOurField, ownership, printOwnership, type OwnedUpdate } from './ownership';

describe('the ownership of fields', () => {
  it('keeps updates of fields that are not ours from being built', () => {
    // @ts-expect-error -- prices, addresses and payments belong to commercetools
    const foreign: OwnedUpdate = { action: 'setShippingAddress' };
    expect(foreign.action).toBe('setShippingAddress');
  });

  it('keeps those that were built past the types from being sent', async () => {
    const client = createScripted(createVirtualClock(0), { answer: () => json(200, {}) });
    const actions = JSON.parse('[{"action":"changeShipmentState"},{"action":"setCustomerEmail"}]') as never;
    await expect(updateOrder(client.api, 'o1', 1, actions)).rejects.toThrow(NotOurField);
    await expect(updateOrder(client.api, 'o1', 1, actions)).rejects.toThrow('setCustomerEmail');
    expect(client.sent).toEqual([]);
  });

  it('gives each action to one field', () => {
    const actions = ownership.flatMap((field): readonly string[] =>
      'actions' in field ? field.actions : [],
    );
    expect(new Set(actions).size).toBe(actions.length);
  });

  it('is printed in docs/data-ownership.md (npm run docs writes it)', () => {
    const printed = readFileSync(join(__dirname, '../../../docs/data-ownership.md'), 'utf8');
    expect(printed).toBe(printOwnership());
  });
});
