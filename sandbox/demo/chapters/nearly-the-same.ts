import type { Narrator } from '../narrator';
import type { Stage } from '../stage';
import { exceptionsOf } from '../views';

const SKU = 'SAUCEBOAT-01';
/** As somebody typed it in the warehouse: a letter O. */
const ITEM_CODE = 'SAUCEBOAT-O1';

async function audit(stage: Stage): Promise<number> {
  const request = { container: 'peoplevox-connector', key: 'request-sku-audit', value: {} };
  await stage.asMerchant('POST', '/custom-objects', request);
  return (await stage.connect.job('sku-audit').run()).status;
}

export async function nearlyTheSame(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('A SKU and an ItemCode that are nearly the same');
  await stage.asMerchant('POST', '/products', {
    productType: { typeId: 'product-type', key: 'goods' },
    name: { en: 'Sauce boat' },
    slug: { en: 'sauce-boat' },
    masterVariant: { sku: SKU },
    publish: true,
  });
  stage.peoplevox.seed('Item types', [{ ItemCode: ITEM_CODE, Name: 'Sauce boat', Barcode: 'BC-SAUCE' }]);
  narrator.note('sku-audit runs each night; here a person asks for it, and Connect calls it.');
  narrator.expect('it compares every SKU with every Item type', await audit(stage), 200);
  const told = () => exceptionsOf(stage).find(({ subject }) => subject.key === SKU);
  narrator.note(`Told to ${told()?.owner}: ${told()?.message} → ${told()?.fix}`);
  narrator.expect('it says what it is, not that both are unknown', told()?.code, 'sku-near-miss');

  stage.peoplevox.warehouse.deactivateItem({ itemCode: ITEM_CODE });
  stage.peoplevox.seed('Item types', [{ ItemCode: SKU, Name: 'Sauce boat', Barcode: 'BC-SAUCEBOAT' }]);
  narrator.note('The warehouse types it in anew, with a zero.');
  narrator.expect('the next audit finds nothing', await audit(stage), 200);
  narrator.expect('and closes the exception by itself', told()?.status, 'resolved');
}
