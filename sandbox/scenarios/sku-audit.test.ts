import { documentsOf, openStage, type Stage } from '../demo/stage';
import { exceptionsOf } from '../demo/views';
import { placeOrder } from '../simulation/merchant';

const SKUS = ['MUG-BLUE', 'MUG-RED'];

let stage: Stage | undefined;

afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

const run = (opened: Stage) => opened.connect.job('sku-audit').run();

async function audit(opened: Stage) {
  const request = { container: 'peoplevox-connector', key: 'request-sku-audit', value: {} };
  await opened.asMerchant('POST', '/custom-objects', request);
  return run(opened);
}

describe('sku-audit as a real process', () => {
  it('finds a mismatch, closes it after the mend, and does nothing more for strangers', async () => {
    const opened = await openStage({ skus: SKUS, applications: ['sku-audit'] });
    stage = opened;
    await opened.setRules();
    placeOrder(opened.commercetools, '1', [{ sku: 'MUG-BLUE', quantity: 1 }]);
    opened.peoplevox.floor.items.delete('MUG-BLUE');
    opened.peoplevox.seed('Item types', [{ ItemCode: 'mug-blue', Name: 'Mug', Barcode: '1' }]);

    expect(await run(opened)).toMatchObject({
      status: 200,
      body: { outcome: 'done', summary: { pages: 1, items: 2, variants: 2, faults: { 'sku-near-miss': 1 } } },
    });
    expect(exceptionsOf(opened)).toMatchObject([
      { code: 'sku-near-miss', owner: 'merchandising', status: 'open', subject: { key: 'MUG-BLUE' } },
    ]);
    const calls = opened.peoplevox.journal.length;
    expect(await run(opened)).toMatchObject({ status: 200, body: { outcome: 'idle' } });
    expect(opened.peoplevox.journal).toHaveLength(calls);

    opened.peoplevox.floor.items.delete('mug-blue');
    opened.peoplevox.seed('Item types', [{ ItemCode: 'MUG-BLUE', Name: 'Mug', Barcode: '1' }]);
    expect(await audit(opened)).toMatchObject({
      status: 200,
      body: { outcome: 'done', summary: { faults: {} } },
    });
    expect(exceptionsOf(opened)).toMatchObject([{ status: 'resolved' }]);
    expect(JSON.stringify(documentsOf(opened, 'peoplevox-connector'))).toContain('severity');
  }, 60_000);

  it('says at its deployment what cannot be compared', async () => {
    const opened = await openStage({ skus: SKUS, applications: ['sku-audit'] });
    stage = opened;
    expect(opened.connect.output().join('\n')).toContain(
      'No product type has an attribute \\"barcode\\" (skuAudit.barcodeAttribute)',
    );
  }, 60_000);
});
