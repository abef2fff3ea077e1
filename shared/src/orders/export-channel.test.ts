import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { createScripted, json, refusal, type Answer } from '../commercetools/fixtures/scripted-commercetools';
import { createExportChannel } from './export-channel';

function setUp(answer: (turn: number) => Answer) {
  const { api, clock, sent } = createScripted(createVirtualClock(0), { answer: (_, turn) => answer(turn) });
  const channel = createExportChannel(api, clock);
  return { clock, sent, read: () => clock.runUntil(channel()) };
}

const found = () =>
  json(200, { id: 'channel-1', version: 4, key: 'peoplevox', createdAt: '2026-01-01T00:00:00.000Z' });

describe('the Channel that marks exported orders', () => {
  it('is read once in ten minutes', async () => {
    const { clock, sent, read } = setUp(found);
    await expect(read()).resolves.toEqual({ id: 'channel-1', createdAt: '2026-01-01T00:00:00.000Z' });
    await read();
    expect(sent.map(({ path }) => path)).toEqual(['channels/key=peoplevox']);
    await clock.advance(600_000);
    await read();
    expect(sent).toHaveLength(2);
  });

  it('is asked for again after it was not there', async () => {
    const { read } = setUp((turn) => (turn === 0 ? refusal(404, 'ResourceNotFound') : found()));
    await expect(read()).rejects.toMatchObject({ statusCode: 404 });
    await expect(read()).resolves.toMatchObject({ id: 'channel-1' });
  });
});
