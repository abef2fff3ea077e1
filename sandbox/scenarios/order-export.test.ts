import { sleep, systemClock } from '../../shared/src/runtime';
import { comesTrue, openStage } from '../demo/stage';
import { placeOrder } from '../simulation/merchant';
import { areAllocated, createOrderStage, exceptionsOf, SKUS, statuses } from './order-stage';

const { open } = createOrderStage();

describe('order-export as a real process', () => {
  it('exports orders that come through SNS, as in the AWS regions', async () => {
    const opened = await open({ connect: { cloud: 'aws' } });
    placeOrder(opened.commercetools, 'AWS-1', [{ sku: 'MUG-BLUE', quantity: 1 }]);
    await expect(comesTrue(areAllocated(opened, ['AWS-1']))).resolves.toBe(true);
  }, 60_000);

  it('acknowledges what is no JSON, and keeps it as an exception', async () => {
    const opened = await open();
    const [url = ''] = opened.connect.application('order-export').urls();
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"mess',
    });
    expect(answer.status).toBe(200);
    expect(exceptionsOf(opened)).toMatchObject([
      { code: 'message-unreadable', owner: 'integration', status: 'open' },
    ]);
  }, 60_000);

  it('leaves the project as it found it when it is undeployed before it exported anything', async () => {
    const opened = await open();
    const { collections } = opened.commercetools.project;
    const ours = () => [
      collections.subscription.find('key', 'peoplevox-order-export')?.key,
      collections.channel.find('key', 'peoplevox')?.key,
    ];
    expect(ours()).toEqual(['peoplevox-order-export', 'peoplevox']);
    await opened.connect.application('order-export').runScript('postDeploy');
    await opened.connect.undeploy();
    expect(ours()).toEqual([undefined, undefined]);
  }, 60_000);

  it('says everything that is in the way when it cannot be deployed', async () => {
    await expect(
      openStage({
        skus: SKUS,
        applications: ['order-export'],
        configuration: { PEOPLEVOX_PASSWORD: 'wrong' },
      }),
    ).rejects.toThrow(/order-export cannot be deployed:\n- /);
  }, 60_000);

  it('reaches the same end when its processes are killed again and again', async () => {
    const opened = await open({ peoplevoxLatencyMs: 150, connect: { instances: { 'order-export': 2 } } });
    const application = opened.connect.application('order-export');
    const numbers = Array.from({ length: 24 }, (_, index) => `KILL-${index}`);
    for (const [index, number] of numbers.entries()) {
      placeOrder(opened.commercetools, number, [{ sku: SKUS[index % 2] ?? '', quantity: 1 }]);
      await sleep(systemClock, 350);
      if (index % 4 !== 3) continue;
      const victim = application.instances()[0];
      if (victim === undefined) continue;
      await victim.kill();
      await application.restart(victim);
    }
    await expect(comesTrue(areAllocated(opened, numbers), 150_000)).resolves.toBe(true);
    const marked = () =>
      numbers.every(
        (number) =>
          opened.commercetools.project.collections.order.find('orderNumber', number)?.syncInfo[0]
            ?.externalId === number,
      );
    await expect(comesTrue(marked, 60_000)).resolves.toBe(true);
    expect(statuses(opened).size).toBe(numbers.length);
    expect(opened.peoplevox.violations).toEqual([]);
    expect(opened.peoplevox.peak()).toBeLessThanOrEqual(7);
  }, 240_000);
});
