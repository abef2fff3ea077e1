import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { ensureChannel } from './channels';
import { type Script, createScripted, json, refusal } from './fixtures/scripted-commercetools';

const scripted = (script: Script) => createScripted(createVirtualClock(Date.UTC(2026, 0, 5, 9)), script);

const wanted = { key: 'peoplevox', role: 'OrderExport', name: 'Peoplevox' };
const existing = (...roles: string[]) => ({ id: 'c1', version: 4, key: 'peoplevox', roles });

function inTurn(...answers: Response[]): Script['answer'] {
  return (_, turn) => answers[turn] ?? new Error(`unexpected request ${turn}`);
}

describe('ensureChannel', () => {
  it('creates the channel where there is none', async () => {
    const client = scripted({
      answer: inTurn(refusal(404, 'ResourceNotFound'), json(201, existing('OrderExport'))),
    });
    await expect(ensureChannel(client.api, wanted)).resolves.toEqual({
      channel: existing('OrderExport'),
      created: true,
    });
    expect(client.sent[0]).toMatchObject({ method: 'GET', path: 'channels/key=peoplevox' });
    expect(client.sent[1]).toMatchObject({
      method: 'POST',
      path: 'channels',
      body: { key: 'peoplevox', roles: ['OrderExport'], name: { en: 'Peoplevox' } },
    });
  });

  it('leaves a channel that has the role alone', async () => {
    const client = scripted({ answer: inTurn(json(200, existing('InventorySupply', 'OrderExport'))) });
    await expect(ensureChannel(client.api, wanted)).resolves.toMatchObject({ created: false });
    expect(client.sent).toHaveLength(1);
  });

  it('adds the role where it is missing', async () => {
    const updated = existing('InventorySupply', 'OrderExport');
    const client = scripted({ answer: inTurn(json(200, existing('InventorySupply')), json(200, updated)) });
    await expect(ensureChannel(client.api, wanted)).resolves.toEqual({ channel: updated, created: false });
    expect(client.sent[1]).toMatchObject({
      path: 'channels/c1',
      body: { version: 4, actions: [{ action: 'addRoles', roles: ['OrderExport'] }] },
    });
  });

  it.each([
    ['creates', refusal(404, 'ResourceNotFound'), refusal(400, 'DuplicateField', { field: 'key' })],
    ['changes', json(200, existing('Primary')), refusal(409, 'ConcurrentModification')],
  ])('takes what another script %s at the same moment', async (_, look, refused) => {
    const client = scripted({ answer: inTurn(look, refused, json(200, existing('OrderExport'))) });
    await expect(ensureChannel(client.api, wanted)).resolves.toEqual({
      channel: existing('OrderExport'),
      created: false,
    });
  });

  it('does not look for ever', async () => {
    const client = scripted({
      answer: (sent) =>
        sent.method === 'GET' ? refusal(404, 'ResourceNotFound') : refusal(400, 'DuplicateField'),
    });
    await expect(ensureChannel(client.api, wanted)).rejects.toMatchObject({ code: 'DuplicateField' });
    expect(client.sent).toHaveLength(6);
  });
});
