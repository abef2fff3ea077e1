import { sleep, systemClock } from '../../shared/src/runtime';
import { openStage, type Stage } from '../demo/stage';
import { addProduct, placeOrder, stockPeoplevox } from '../simulation/merchant';

export const JOB = 'inventory-import';
export const SUMMARY = 'Item inventory summary';
/** Three pages of the report. */
export const SKUS = Array.from({ length: 2_300 }, (_, index) => `SKU-${String(index).padStart(4, '0')}`);
const ORDERED = 'SKU-0003';

/** inventory-import alone on a stage; closed after each test of the file that asks. */
export function createStockStage() {
  let stage: Stage | undefined;

  afterEach(async () => {
    await stage?.close();
    stage = undefined;
  });

  /**
   * Every item with 5 units; commercetools has wrong numbers for half of them and no entry for the others; an order of 2
   * units that Peoplevox does not know.
   */
  async function open(options: Partial<Parameters<typeof openStage>[0]> = {}): Promise<Stage> {
    const opened = await openStage({
      skus: [],
      applications: [JOB],
      configuration: { PEOPLEVOX_REQUESTS_PER_15_SECONDS: '15' },
      peoplevoxLatencyMs: 30,
      ...options,
    });
    stage = opened;
    stockPeoplevox(opened.peoplevox, SKUS, 5);
    for (let from = 0; from < SKUS.length; from += 100) {
      const [first, ...others] = SKUS.slice(from, from + 100);
      if (first !== undefined) await addProduct(opened.commercetools, [first, ...others]);
    }
    for (const sku of SKUS.filter((_, index) => index % 2 === 1))
      await opened.asMerchant('POST', '/inventory', { sku, quantityOnStock: 1 });
    await opened.asMerchant('POST', '/channels', { key: 'peoplevox', roles: ['OrderExport'] });
    await opened.setRules();
    placeOrder(opened.commercetools, 'GB-1', [{ sku: ORDERED, quantity: 2 }]);
    return opened;
  }

  return open;
}

const END = SKUS.map((sku) => `${sku} ${sku === ORDERED ? 3 : 5}`);
/** The first few entries that are not as they should be. */
export function wrong({ commercetools }: Stage): string[] {
  const entries = [...commercetools.project.collections['inventory-entry'].values()];
  const actual = new Set(entries.map(({ sku, quantityOnStock }) => `${sku} ${quantityOnStock}`));
  return [
    ...END.filter((entry) => !actual.has(entry)),
    ...(entries.length === END.length ? [] : [`${entries.length} entries`]),
  ].slice(0, 3);
}
export const isAtEnd = (opened: Stage) => wrong(opened).length === 0;

/** Calls the job as its schedule would, only faster, until all is as it should be. */
export async function runUntilEnd(opened: Stage): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let call = 0; call < 60 && !isAtEnd(opened); call += 1) {
    if (call > 0) await sleep(systemClock, 1_500);
    answers.push((await opened.connect.job(JOB).run()).body);
  }
  return answers;
}
