import type { PeoplevoxSimulator } from '../../peoplevox';
import type { SalesOrder } from '../../peoplevox/warehouse/records';
import { PLENTIFUL } from './plan';

export type WarehouseAct =
  | 'wave'
  | 'short-pick'
  | 'despatch'
  | 'part-despatch'
  | 'late-tracking'
  | 'correct-tracking'
  | 'warehouse-cancel'
  | 'close-short'
  | 'hold'
  | 'release'
  | 'deallocate'
  | 'allocate'
  | 'return';

interface Doing {
  /** Sales orders that people would do this to; none that is cancelled or empty. */
  readonly to: (order: SalesOrder) => boolean;
  readonly act: (peoplevox: PeoplevoxSimulator, order: SalesOrder, which: number) => void;
}

/** What is taken back and given again within one reading of the stock cannot be seen from outside (docs/reliability.md). */
const A_READING_MS = 45_000;

const isOpen = ({ closed }: SalesOrder): boolean => !closed;
const isPicking = ({ picking }: SalesOrder): boolean => picking;
const hasLeft = ({ lines }: SalesOrder): boolean => lines.some(({ despatched }) => despatched > 0);

/** What the people of the warehouse do to a sales order. Throws WarehouseRefusal when it cannot be done. */
export const warehousePeople: Readonly<Record<WarehouseAct, Doing>> = {
  wave: {
    to: ({ onHold, picking, closed, lines }) =>
      !onHold && !picking && !closed && lines.some(({ allocated }) => allocated > 0),
    act: ({ warehouse }, { number }) => warehouse.startWave({ salesOrderNumbers: [number] }),
  },
  'short-pick': {
    to: isPicking,
    act: ({ warehouse }, { number, lines }) => {
      const line = lines.find(({ item, allocated }) => item.code === PLENTIFUL && allocated > 0);
      if (line === undefined) return;
      const found = { line: line.line, quantity: line.allocated - 1 };
      warehouse.shortPick({ salesOrderNumber: number, lines: [found] });
    },
  },
  despatch: {
    to: isPicking,
    act: ({ warehouse }, order, which) => {
      warehouse.pick({ salesOrderNumber: order.number });
      warehouse.despatch({ salesOrderNumber: order.number, packages: packagesOf(order, which) });
    },
  },
  'part-despatch': {
    to: ({ lines }) => lines.reduce((units, { allocated }) => units + allocated, 0) > 1,
    act: ({ warehouse }, order, which) => {
      const { number, lines } = order;
      if (!order.picking) warehouse.startWave({ salesOrderNumbers: [number] });
      const line = lines.find(({ allocated }) => allocated > 0);
      warehouse.pick({ salesOrderNumber: number, lines: [{ line: line?.line ?? '', quantity: 1 }] });
      warehouse.despatch({ salesOrderNumber: number, packages: [{ tracking: `TRACK-${which}-part` }] });
      // The rest is picked on.
      warehouse.startWave({ salesOrderNumbers: [number] });
    },
  },
  'late-tracking': {
    to: hasLeft,
    act: ({ warehouse, floor }, order, which) => {
      const despatch = [...floor.despatches.values()].find((one) => one.order === order);
      if (despatch !== undefined) warehouse.setTracking(trackingOf(despatch.number, which));
    },
  },
  'correct-tracking': {
    to: hasLeft,
    act: ({ warehouse, floor }, order, which) => {
      const despatch = [...floor.despatches.values()].find((one) => one.order === order);
      if (despatch !== undefined) warehouse.correctTracking(trackingOf(despatch.number, which));
    },
  },
  'warehouse-cancel': {
    to: isOpen,
    act: ({ warehouse }, { number }) => warehouse.cancelOrder({ salesOrderNumber: number }),
  },
  'close-short': {
    to: isPicking,
    act: ({ warehouse }, { number }) => {
      warehouse.pick({ salesOrderNumber: number });
      warehouse.despatch({ salesOrderNumber: number, close: true });
    },
  },
  hold: {
    to: isOpen,
    act: ({ warehouse }, { number }) => warehouse.holdOrder({ salesOrderNumber: number, onHold: true }),
  },
  release: {
    to: ({ onHold }) => onHold,
    act: ({ warehouse, floor }, { number, modifiedAt }) => {
      if (floor.clock.now() - modifiedAt < A_READING_MS) return;
      warehouse.holdOrder({ salesOrderNumber: number, onHold: false });
    },
  },
  deallocate: {
    to: ({ picking, closed, lines }) => !picking && !closed && lines.some(({ allocated }) => allocated > 0),
    act: ({ warehouse }, { number }) => {
      // Nothing that arrives is to go to it.
      warehouse.holdOrder({ salesOrderNumber: number, onHold: true });
      warehouse.deallocateOrder({ salesOrderNumber: number });
    },
  },
  allocate: {
    to: ({ status, attempted }) => attempted && (status === 'New' || status === 'Partially allocated'),
    act: ({ warehouse, floor }, { number, modifiedAt }) => {
      if (floor.clock.now() - modifiedAt < A_READING_MS) return;
      warehouse.holdOrder({ salesOrderNumber: number, onHold: false });
      warehouse.allocateOrder({ salesOrderNumber: number });
    },
  },
  return: {
    to: hasLeft,
    act: ({ warehouse, floor }, order, which) => {
      const sent = order.lines.find(
        ({ item, despatched }) => despatched > returned(floor.returns, order, item.code),
      );
      if (sent === undefined) return;
      const reusable = which % 2 === 0;
      warehouse.bookReturn({
        salesOrderNumber: order.number,
        itemCode: sent.item.code,
        line: sent.line,
        quantity: 1,
        reusable,
      });
    },
  },
};

function returned(
  returns: PeoplevoxSimulator['floor']['returns'],
  order: SalesOrder,
  itemCode: string,
): number {
  return returns
    .filter((booked) => booked.order === order && booked.item.code === itemCode)
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

/** One package, or a package a line; with tracking numbers or, as some carriers do, without at first. */
function packagesOf(order: SalesOrder, which: number) {
  const tracking = (index: number) => (which % 3 === 0 ? {} : { tracking: `TRACK-${which}-${index}` });
  const picked = order.lines.filter((line) => line.picked > 0);
  if (which % 2 === 0 || picked.length < 2) return [tracking(1)];
  return picked.map((line, index) => ({
    lines: [{ line: line.line, quantity: line.picked }],
    ...tracking(index + 1),
  }));
}

function trackingOf(despatchNumber: string, which: number) {
  return { despatchNumber, packageNumber: 1, trackingNumber: `LATE-${which}` };
}
