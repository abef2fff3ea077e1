import { describeFaults } from './faults';
import { rulesSchema } from './rules';

const faultsOf = (document: unknown) => {
  const reading = rulesSchema.safeParse(document);
  return reading.success ? [] : describeFaults(reading.error);
};

describe('the rules document', () => {
  it('has the published defaults when it is empty', () => {
    expect(rulesSchema.parse({})).toEqual({
      schemaVersion: 1,
      mode: { orders: 'live', stock: 'live', despatch: 'live' },
      orderExport: {
        notBefore: null,
        importedOrders: false,
        orderStates: ['Open', 'Confirmed'],
        paymentStates: null,
        stateKeys: null,
        stores: null,
        number: { prefix: '', missing: 'hold' },
        channelName: null,
        countryFormat: 'name',
        partialShipment: false,
        completeBy: 'action',
        pace: 'run',
        prices: 'gross',
        customLineItems: 'shippingCost',
        contactRequired: 'emailOrPhone',
        paymentMethods: {},
        requestedDeliveryDate: null,
        removedLines: 'delete',
        amendableStatuses: ['New', 'Partially allocated', 'Allocated'],
      },
      sites: [{ reference: 'PrimarySite', supplyChannel: null, safetyBuffer: 0 }],
      routing: [],
      defaultSite: 'PrimarySite',
      notShippedByPeoplevox: { supplyChannels: [], shippingMethods: [], skuPrefixes: [], productTypes: [] },
      shippingMethods: {},
      defaultServiceType: null,
      orderAttributes: {},
      lineAttributes: {},
      carriers: {},
      skuAudit: {
        everyHours: 20,
        soldWithinDays: 30,
        barcodeAttribute: 'barcode',
        singleUnits: ['EA', 'Each', 'Unit', 'Units', 'Single', 'Item', 'Piece', 'Pieces', 'PC', 'PCS'],
        maxExceptions: 1000,
        holdUnknown: false,
        itemTypes: {
          mode: 'off',
          variants: 'all',
          locale: null,
          barcodeMissing: 'skip',
          weightAttribute: null,
          weightMeasure: 'Kilogram',
          groupAttribute: null,
        },
      },
      inventory: {
        maxZeroedShare: 0.2,
        buffers: [],
        fullAt: '03:00',
        fullAfterMinutes: 360,
        overlapMinutes: 10,
        staleAfterMinutes: 15,
        zeroMissing: true,
        zeroedWithoutAsking: 5,
        ordersUnderWay: 'subtract',
        unallocatedStatuses: ['New', 'Partially allocated'],
        reports: {
          changes: {
            name: 'Incremental Changes Report v1',
            columns: {
              itemCode: 'Item code',
              available: 'Item current available quantity',
              timestamp: 'Timestamp',
              site: 'Site reference',
              activity: null,
            },
          },
          summary: {
            name: 'Item inventory summary',
            columns: { itemCode: 'Item code', available: 'Available', site: 'Site reference' },
          },
          allocation: {
            name: null,
            columns: {
              salesOrderNumber: 'Sales order no.',
              itemCode: 'Item code',
              allocated: 'Allocated',
            },
          },
        },
      },
      despatch: {
        closedStatuses: ['Despatched', 'Cancelled'],
        closeAfterMinutes: 10,
        cancelledStatuses: ['Cancelled'],
        statuses: {
          notAllocated: ['New'],
          partlyAllocated: ['Partially allocated'],
          allocated: ['Allocated'],
          picked: ['Picked'],
        },
        allocateWithinMinutes: 60,
        shipmentStates: {
          notAllocated: null,
          partlyAllocated: null,
          allocated: null,
          picked: null,
          partlyDespatched: 'Partial',
          despatched: 'Shipped',
          cancelled: 'Canceled',
        },
        lineItemStates: { allocated: null, picked: null, despatched: null, cancelled: null },
        orderStates: { partlyDespatched: null, despatched: null, cancelled: null },
        reports: {
          summary: {
            name: 'Despatch summary',
            columns: {
              salesOrderNumber: 'Salesorder number',
              despatchNumber: 'Despatch number',
              despatchedAt: 'Despatch date',
              carrier: 'Carrier',
              service: 'Service',
              trackingNumber: 'Tracking number',
              itemCode: 'Item code',
              quantity: 'No of items',
              line: 'Line',
              parent: 'Parent',
              parentQuantity: 'No. of parent items despatched',
            },
          },
          packages: {
            name: null,
            columns: {
              salesOrderNumber: 'Sales order number',
              despatchNumber: 'Despatch number',
              packageNumber: 'Package number',
              despatchedAt: 'Package despatch timestamp',
              carrier: 'Package carrier name',
              service: 'Package service type code',
              trackingNumber: 'Package tracking number',
              itemCode: 'Item code',
              quantity: 'Item quantity',
              line: null,
              parent: null,
              parentQuantity: null,
            },
          },
          returns: {
            name: 'Return summary',
            columns: {
              returnCode: 'Return code',
              returnedAt: 'Return date',
              salesOrderNumber: 'Sales order number',
              itemCode: 'Item code',
              quantity: 'Quantity',
              reusable: 'Is Reusable',
              despatchedAt: 'Despatch date',
              reason: 'Return reason',
              condition: 'Return condition',
              channelName: 'Channel name',
            },
          },
        },
      },
      unitsOfMeasure: {},
      callbacks: {
        status: ['SalesOrderNumber'],
        packageDespatched: ['Despatch.SalesOrder.SalesOrderNumber', 'Picks.SalesOrder.SalesOrderNumber'],
        tracking: ['Picks.SalesOrder.SalesOrderNumber'],
        packageTracking: ['Despatch.SalesOrder.SalesOrderNumber', 'Picks.SalesOrder.SalesOrderNumber'],
        returns: ['SalesOrder.SalesOrderNumber', 'SalesOrderNumber'],
      },
      capture: {
        mode: 'off',
        interfaces: [],
        withoutPayment: 'report',
        shipping: 'first',
        fees: 'first',
        askAgainAfterMinutes: 60,
      },
      extension: { refuseLateChanges: false, refuseUnexportableOrders: false },
      reconciliation: {
        graceMinutes: 2,
        overlapMinutes: 15,
        completeAfterDays: 7,
        openStatuses: ['New', 'Partially allocated', 'Allocated', 'Picked'],
        trackingDays: 7,
        correctionDays: 14,
        monthEndDays: 10,
        driftEveryMinutes: 60,
      },
      silence: {
        orderExportMinutes: 30,
        despatchProcessorMinutes: 30,
        inventoryImportMinutes: 15,
        skuAuditHours: 49,
        reconciliationMinutes: 45,
        callbacksMinutes: 60,
      },
      notification: { everyMinutes: 30, remindAfterHours: 24, atLeast: {}, afterMinutes: 0 },
      retentionDays: 400,
      columnNames: {},
    });
  });

  it('keeps the defaults beside the keys that are given', () => {
    const rules = rulesSchema.parse({ orderExport: { number: { prefix: 'CT-' } }, mode: { stock: 'off' } });
    expect(rules.orderExport.number).toEqual({ prefix: 'CT-', missing: 'hold' });
    expect(rules.orderExport.pace).toBe('run');
    expect(rules.mode).toEqual({ orders: 'live', stock: 'off', despatch: 'live' });
  });

  it('accepts the examples of the handbook', () => {
    expect(
      faultsOf({
        sites: [{ reference: 'PrimarySite' }, { reference: 'North', supplyChannel: 'north' }],
        routing: [{ when: { stores: ['uk'], countries: ['GB'], skuPrefixes: [] }, site: 'North' }],
        shippingMethods: { standard: { serviceType: 'RM48' } },
        orderAttributes: { Attribute1: { from: 'custom.fields.giftMessage', required: false } },
        carriers: { DPD: { trackingUrl: 'https://track.example/{trackingNumber}' } },
      }),
    ).toEqual([]);
  });

  it('reads empty lists and texts as null, which commercetools does not keep', () => {
    const rules = rulesSchema.parse({
      orderExport: { orderStates: [], paymentStates: [], stateKeys: [], stores: [] },
      defaultSite: '',
    });
    expect(rules.orderExport).toMatchObject({
      orderStates: null,
      paymentStates: null,
      stateKeys: null,
      stores: null,
    });
    expect(rules.defaultSite).toBeNull();
    expect(rulesSchema.parse({ orderExport: { orderStates: null } }).orderExport.orderStates).toBeNull();
  });
});

describe('the faults of a rules document', () => {
  it('are all named at once, each with its path and in plain words', () => {
    const faults = faultsOf({
      schemaVersion: 2,
      mode: { orders: 'on', stok: 'live' },
      orderExport: {
        notBefore: 'yesterday',
        importedOrders: 'yes',
        orderStates: ['Open', 'Confirmd'],
        channelName: '',
        number: { prefix: 'x'.repeat(21) },
      },
      sites: [{ reference: 'A' }, { reference: 'B', safetyBuffer: -1 }],
      routing: [{ when: { countries: ['gb'] }, site: 'C' }, { when: {} }],
      shippingMethods: { 'Express 24': { serviceType: '' } },
      carriers: { DPD: { trackingUrl: 'track.example' } },
      inventory: { maxZeroedShare: 20 },
      despatch: { closeAfterMinutes: 2.5 },
      unitsOfMeasure: { 'AB-01': 0 },
      capture: 'charge',
      extension: { refuseLateChanges: true, refuseAll: true },
      unknown: {},
    });
    expect(new Set(faults)).toEqual(
      new Set([
        'schemaVersion: must be 1',
        'mode.orders: must be one of "live", "shadow", "off"',
        'mode.stok: is not a known key',
        'orderExport.notBefore: must be a time with its zone in ISO 8601, as in "2026-08-01T00:00:00Z"',
        'orderExport.importedOrders: must be true or false',
        'orderExport.orderStates[1]: must be one of "Open", "Confirmed", "Complete", "Cancelled"',
        'orderExport.channelName: must not be empty',
        'orderExport.number.prefix: must have at most 20 characters',
        'sites[1].safetyBuffer: must be at least 0',
        'sites[1].supplyChannel: sites A and B share the entry without supply channel; one entry cannot hold the stock of two sites',
        'routing[0].when.countries[0]: must be two capital letters, as in "GB" (ISO 3166 alpha-2)',
        'routing[0].site: "C" is not listed under sites; listed: A, B',
        'routing[1].site: is missing',
        'defaultSite: "PrimarySite" is not listed under sites; listed: A, B',
        'shippingMethods["Express 24"].serviceType: must not be empty',
        'carriers.DPD.trackingUrl: must be an address that begins with https:// or http://',
        'inventory.maxZeroedShare: must be at most 1',
        'despatch.closeAfterMinutes: must be a whole number',
        'unitsOfMeasure.AB-01: must be greater than 0',
        'capture: must be an object in { }',
        'extension.refuseAll: is not a known key',
        'unknown: is not a known key',
      ]),
    );
  });

  it('tell a document that is no object, and a list without sites', () => {
    expect(faultsOf('live')).toEqual(['the document: must be an object in { }']);
    expect(faultsOf({ sites: [] })).toContain('sites: must not be empty');
  });

  it('name two sites on one supply channel', () => {
    const shared = [
      { reference: 'PrimarySite', supplyChannel: 'uk' },
      { reference: 'North', supplyChannel: 'uk' },
    ];
    expect(faultsOf({ sites: shared })).toEqual([
      'sites[1].supplyChannel: sites PrimarySite and North share supply channel "uk"; one entry cannot hold the stock of two sites',
    ]);
  });

  it('name a site that is listed twice: the stock of one of its channels would stand still', () => {
    const sites = [
      { reference: 'North', supplyChannel: 'uk' },
      { reference: 'North', supplyChannel: 'eu' },
    ];
    expect(faultsOf({ sites, defaultSite: 'North' })).toEqual([
      'sites[1].reference: "North" is listed twice; one supply channel holds the stock of a site',
    ]);
  });

  it('name a column that no search can name, and take an empty name for none where one may be missing', () => {
    const named =
      'must be the name of a column, without brackets, quotation marks, backslashes and control characters';
    const changes = { columns: { timestamp: 'Time [UTC]', itemCode: ' ' } };
    expect(
      faultsOf({
        inventory: { reports: { changes } },
        despatch: {
          reports: { summary: { columns: { carrier: 'A "b"', line: ']', parent: '', parentQuantity: 5 } } },
        },
      }),
    ).toEqual([
      `inventory.reports.changes.columns.itemCode: ${named}`,
      `inventory.reports.changes.columns.timestamp: ${named}`,
      `despatch.reports.summary.columns.carrier: ${named}`,
      `despatch.reports.summary.columns.line: ${named}`,
      'despatch.reports.summary.columns.parentQuantity: must be a text in quotes',
    ]);
  });

  it('name a buffer of a site that is not listed: it would keep nothing back', () => {
    const buffers = [{ units: 1 }, { sites: ['PrimarySite', 'Nort'], units: 3 }, { sites: 'North' }];
    expect(faultsOf({ inventory: { buffers } })).toEqual([
      'inventory.buffers[2].sites: must be a list in [ ]',
      'inventory.buffers[2].units: is missing',
      'inventory.buffers[1].sites[1]: "Nort" is not listed under sites; listed: PrimarySite',
    ]);
  });
});
