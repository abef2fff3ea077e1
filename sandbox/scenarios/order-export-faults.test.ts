import { comesTrue } from '../demo/stage';
import { API_CLIENT, PERSONAL, placeOrder, TENANT } from '../simulation/merchant';
import { areAllocated, createOrderStage, exceptionsOf } from './order-stage';

const { open, written } = createOrderStage();

describe('order-export as a real process, when Peoplevox fails', () => {
  it.each(['429-retry-after', '503', 'refusal'] as const)(
    'slows down when Peoplevox throttles it by %s, and loses nothing',
    async (answer) => {
      const opened = await open();
      opened.peoplevox.settings.limit = { requests: 2, windowMs: 15_000, answer };
      const numbers = [1, 2, 3].map((count) => `SLOW-${count}`);
      for (const number of numbers)
        placeOrder(opened.commercetools, number, [{ sku: 'MUG-BLUE', quantity: 1 }]);
      const wasThrottled = () => opened.peoplevox.journal.some(({ outcome }) => outcome === 'throttled');
      await expect(comesTrue(wasThrottled)).resolves.toBe(true);
      opened.peoplevox.settings.limit = { requests: 15, windowMs: 15_000, answer };
      await expect(comesTrue(areAllocated(opened, numbers), 200_000)).resolves.toBe(true);
      expect(opened.peoplevox.violations).toEqual([]);
      expect(exceptionsOf(opened)).toEqual([]);
    },
    240_000,
  );

  it('waits while Peoplevox is away, tells it once, and goes on by itself', async () => {
    const opened = await open();
    opened.peoplevox.away = true;
    const numbers = [1, 2, 3].map((count) => `AWAY-${count}`);
    for (const number of numbers) placeOrder(opened.commercetools, number, [{ sku: 'MUG-RED', quantity: 1 }]);
    const told = (status: string) => () =>
      JSON.stringify(exceptionsOf(opened)).includes(`"status":"${status}"`);
    await expect(comesTrue(told('open'))).resolves.toBe(true);
    opened.peoplevox.away = false;
    await expect(comesTrue(areAllocated(opened, numbers), 120_000)).resolves.toBe(true);
    await expect(comesTrue(told('resolved'))).resolves.toBe(true);
    expect(exceptionsOf(opened)).toMatchObject([
      { code: 'peoplevox-unavailable', status: 'resolved', occurrences: expect.any(Number) as unknown },
    ]);
  }, 240_000);

  it('logs in again when Peoplevox has ended its session, between orders and in the middle of one', async () => {
    const opened = await open();
    const place = async (number: string) => {
      placeOrder(opened.commercetools, number, [{ sku: 'MUG-RED', quantity: 1 }]);
      await expect(comesTrue(areAllocated(opened, [number]))).resolves.toBe(true);
    };
    await place('SESSION-1');
    opened.peoplevox.endSessions();
    await place('SESSION-2');
    opened.peoplevox.faults.set({
      operation: 'SaveData',
      template: 'Sales order items',
      fault: { kind: 'session-lost' },
    });
    await place('SESSION-3');
    expect(opened.peoplevox.violations).toEqual([]);
  }, 200_000);

  it('does not repeat what Peoplevox says about a customer', async () => {
    const opened = await open();
    opened.peoplevox.faults.set({
      operation: 'SaveData',
      template: 'Sales orders',
      times: 9,
      fault: { kind: 'refuse', words: `${PERSONAL.join(', ')}: not welcome` },
    });
    placeOrder(opened.commercetools, 'QUOTE-1', [{ sku: 'MUG-RED', quantity: 1 }]);
    const held = () => exceptionsOf(opened).length > 0;
    await expect(comesTrue(held)).resolves.toBe(true);
    expect(exceptionsOf(opened)).toMatchObject([{ code: 'order-rejected', status: 'open' }]);
  }, 60_000);

  it('has written no personal data and no secret in all of these scenarios', () => {
    const all = written.join('\n');
    for (const evidence of ['Order message handled.', 'order-rejected', 'peoplevox-orders', 'not welcome'])
      expect(all).toContain(evidence);
    const { password } = TENANT;
    const encoded = Buffer.from(password, 'utf8').toString('base64');
    for (const secret of [...PERSONAL, password, encoded, API_CLIENT.secret, 'Bearer ', 'SessionId'])
      expect(all).not.toContain(secret);
  });
});
