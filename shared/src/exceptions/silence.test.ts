import { judgeSilence, reconciliationSilence, type LifeFacts, type SilenceTerms } from './silence';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 1_000 * HOUR;
const terms: SilenceTerms = {
  orderExportMinutes: 30,
  despatchProcessorMinutes: 30,
  inventoryImportMinutes: 15,
  skuAuditHours: 49,
  reconciliationMinutes: 45,
  callbacksMinutes: 60,
};
const well: LifeFacts = {
  now: NOW,
  installedAt: 0,
  orderExport: NOW - 20 * HOUR,
  despatchProcessor: NOW - 20 * HOUR,
  inventoryImport: NOW - MINUTE,
  skuAudit: NOW - 24 * HOUR,
  stock: { completedAt: NOW - MINUTE, staleAfterMinutes: 15 },
  missedOrder: undefined,
  oldestHint: undefined,
  unannounced: undefined,
  lastCallback: NOW - 20 * HOUR,
};

const silent = (change: Partial<LifeFacts>) =>
  judgeSilence({ ...well, ...change }, terms)
    .filter((verdict) => verdict.silent !== undefined)
    .map(({ code, subject }) => `${code} ${subject.key ?? ''}`);

describe('silence', () => {
  it.each<[string, Partial<LifeFacts>, string[]]>([
    ['nobody on a quiet day', {}, []],
    [
      'order-export when an order came after its last sign',
      { missedOrder: NOW - HOUR },
      ['app-silent order-export'],
    ],
    ['nobody when the missed order is older than its last sign', { missedOrder: NOW - 30 * HOUR }, []],
    ['nobody when it lived a moment ago', { orderExport: NOW - 10 * MINUTE, missedOrder: NOW - MINUTE }, []],
    [
      'despatch-processor when a hint waits',
      { oldestHint: NOW - 31 * MINUTE },
      ['app-silent despatch-processor'],
    ],
    ['nobody when a hint is young', { oldestHint: NOW - 29 * MINUTE }, []],
    [
      'inventory-import when it is not called, with the age of its stock',
      { inventoryImport: NOW - HOUR, stock: { completedAt: NOW - HOUR, staleAfterMinutes: 15 } },
      ['app-silent inventory-import', 'stock-stale inventory-import'],
    ],
    [
      'the stock alone when its runs fail',
      { stock: { completedAt: NOW - HOUR, staleAfterMinutes: 15 } },
      ['stock-stale inventory-import'],
    ],
    ['inventory-import when it never lived', { inventoryImport: undefined }, ['app-silent inventory-import']],
    ['nobody where stock is switched off', { inventoryImport: undefined, stock: undefined }, []],
    ['sku-audit when it lived once', { skuAudit: NOW - 50 * HOUR }, ['app-silent sku-audit']],
    ['nobody when sku-audit was never deployed', { skuAudit: undefined }, []],
    [
      'the callbacks when a despatch came without any',
      { unannounced: NOW - HOUR },
      ['callbacks-silent despatch-processor'],
    ],
    ['nobody when a callback came since', { unannounced: NOW - HOUR, lastCallback: NOW - MINUTE }, []],
    [
      'the callbacks when none ever came',
      { unannounced: NOW - 2 * HOUR, lastCallback: undefined },
      ['callbacks-silent despatch-processor'],
    ],
  ])('names %s', (_, change, expected) => {
    expect(silent(change)).toEqual(expected);
  });

  it.each<[string, LifeFacts['stock']]>([
    ['is not imported', undefined],
    ['has never been compared as a whole', { completedAt: undefined, staleAfterMinutes: 15 }],
    ['is fresh', { completedAt: NOW, staleAfterMinutes: 15 }],
  ])('of stock is over once it %s', (_, stock) => {
    expect(judgeSilence({ ...well, stock }, terms)).toContainEqual({
      code: 'stock-stale',
      subject: { type: 'app', key: 'inventory-import' },
      silent: undefined,
    });
  });

  it('of reconciliation is seen once it has lived', () => {
    const isSilent = (lastAt: number | undefined) =>
      reconciliationSilence(lastAt, terms, NOW).silent !== undefined;
    expect([undefined, NOW - 44 * MINUTE, NOW - 46 * MINUTE].map(isSilent)).toEqual([false, false, true]);
  });
});
