import { ADDRESS } from '../merchant';
import { WarehouseRefusal } from '../../peoplevox/warehouse/refusal';
import type { SalesOrder } from '../../peoplevox/warehouse/records';
import { PLENTIFUL, type Act } from './plan';
import type { Sale, Shop } from './shop';
import type { SeededWorld } from './world';

type WithChoice = Extract<Act, { readonly which: number }>;

/** Lets one thing happen; what cannot happen now does not. */
export function perform(world: SeededWorld, shop: Shop, act: Act): void {
  const { history } = world;
  switch (act.kind) {
    case 'order':
      return shop.order(act.lines, act.flaw);
    case 'receive':
      history.note(`${act.quantity} ${act.sku} received`);
      return world.peoplevox.warehouse.receiveStock({ itemCode: act.sku, quantity: act.quantity });
    case 'adjust':
      return attempt(world, `${PLENTIFUL} counted: ${act.quantity}`, () =>
        act.quantity === 0
          ? undefined
          : world.peoplevox.warehouse.adjustStock({ itemCode: PLENTIFUL, quantity: act.quantity }),
      );
    case 'outage':
      history.note(`${act.system} is away for ${act.ms} ms`);
      return void world.outage(act.system, act.ms);
    case 'sessions-end':
      history.note('all sessions of Peoplevox end');
      return world.peoplevox.endSessions();
    case 'crash':
      return crash(world, act);
    case 'redeploy':
      return redeploy(world);
    case 'cancel':
    case 'mend-address':
    case 'change-address':
    case 'lower-quantity':
    case 'add-line':
      return customerService(world, shop, act);
    default:
      return warehouse(world, act);
  }
}

function crash(world: SeededWorld, act: Extract<Act, { kind: 'crash' }>): void {
  const processes = world.processes();
  const victim = processes[act.which % Math.max(1, processes.length)];
  if (victim === undefined) return;
  world.history.note(`a process will die ${act.when} its call ${act.calls} from now`);
  victim.crashAt(act);
}

/** New instances first, then the old ones end. */
function redeploy(world: SeededWorld): void {
  world.history.note('redeployed');
  for (const process of world.processes()) process.end();
}

function customerService(world: SeededWorld, shop: Shop, { kind, which }: WithChoice): void {
  const sale = shop.sales[which % Math.max(1, shop.sales.length)];
  const order = sale && shop.orderOf(sale);
  if (sale === undefined || order === undefined || order.orderState === 'Cancelled') return;
  const city = `Bristol ${which}`;
  switch (kind) {
    case 'cancel':
      return void shop.change(sale, { action: 'changeOrderState', orderState: 'Cancelled' });
    case 'mend-address':
      return void shop.change(sale, { action: 'setShippingAddress', address: ADDRESS });
    case 'change-address':
      return void shop.change(sale, { action: 'setShippingAddress', address: { ...ADDRESS, city } });
    case 'lower-quantity':
      return lowerQuantity(shop, sale, which);
    case 'add-line':
      return shop.edit(sale, { addLineItems: [{ sku: PLENTIFUL, quantity: 1, centAmount: 700 }] });
    default:
      return undefined;
  }
}

function lowerQuantity(shop: Shop, sale: Sale, which: number): void {
  const order = shop.orderOf(sale);
  const line = order?.lineItems[which % Math.max(1, order.lineItems.length)];
  if (line === undefined || line.quantity < 2) return;
  shop.edit(sale, { changeQuantity: [{ lineItemId: line.id, quantity: line.quantity - 1 }] });
}

function warehouse(world: SeededWorld, { kind, which }: WithChoice): void {
  const { floor } = world.peoplevox;
  const open = [...floor.orders.values()].filter(isFor(kind));
  const order = open[which % Math.max(1, open.length)];
  if (order !== undefined) attempt(world, `${kind} ${order.number}`, () => handle(world, order, kind, which));
}

/** Sales orders that people would do this to. */
function isFor(kind: WithChoice['kind']): (order: SalesOrder) => boolean {
  return ({ status, onHold, lines, picking, closed }) => {
    if (lines.length === 0 || status === 'Cancelled') return false;
    switch (kind) {
      case 'wave':
        return !onHold && !picking && !closed && lines.some(({ allocated }) => allocated > 0);
      case 'short-pick':
      case 'despatch':
        return picking;
      case 'release':
        return onHold;
      case 'late-tracking':
      case 'correct-tracking':
      case 'return':
        return lines.some(({ despatched }) => despatched > 0);
      default:
        return !closed;
    }
  };
}

function handle(
  { peoplevox }: SeededWorld,
  order: SalesOrder,
  kind: WithChoice['kind'],
  which: number,
): void {
  const people = peoplevox.warehouse;
  const number = { salesOrderNumber: order.number };
  const [despatch] = [...peoplevox.floor.despatches.values()].filter((one) => one.order === order);
  const sent = order.lines.find(({ despatched }) => despatched > 0);
  switch (kind) {
    case 'wave':
      return people.startWave({ salesOrderNumbers: [order.number] });
    case 'short-pick': {
      const line = order.lines.find(({ item, allocated }) => item.code === PLENTIFUL && allocated > 0);
      return (
        line && people.shortPick({ ...number, lines: [{ line: line.line, quantity: line.allocated - 1 }] })
      );
    }
    case 'despatch':
      people.pick(number);
      people.despatch({ ...number, ...packagesOf(order, which) });
      return undefined;
    case 'hold':
      return people.holdOrder({ ...number, onHold: true });
    case 'release':
      return people.holdOrder({ ...number, onHold: false });
    case 'warehouse-cancel':
      return people.cancelOrder(number);
    case 'close-short':
      if (order.picking) people.despatch({ ...number, close: true });
      return undefined;
    case 'late-tracking':
      return despatch && people.setTracking(trackingOf(despatch.number, which));
    case 'correct-tracking':
      return despatch && people.correctTracking(trackingOf(despatch.number, which));
    case 'return':
      if (sent !== undefined && sent.despatched > returnedOf(peoplevox.floor.returns, order, sent.item.code))
        people.bookReturn({ ...number, itemCode: sent.item.code, quantity: 1, reusable: which % 2 === 0 });
      return undefined;
    default:
      return undefined;
  }
}

function returnedOf(
  returns: SeededWorld['peoplevox']['floor']['returns'],
  order: SalesOrder,
  itemCode: string,
): number {
  return returns
    .filter((booked) => booked.order === order && booked.item.code === itemCode)
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

/** One package, or a package a line; with tracking numbers or, as some carriers do, without at first. */
function packagesOf(order: SalesOrder, which: number) {
  const tracking = which % 3 === 0 ? {} : { tracking: `TRACK-${which}` };
  const picked = order.lines.filter((line) => line.picked > 0);
  if (which % 2 === 0 || picked.length < 2) return { packages: [tracking] };
  return {
    packages: picked.map((line, index) => ({
      lines: [{ line: line.line, quantity: line.picked }],
      ...(tracking.tracking !== undefined && { tracking: `${tracking.tracking}-${index}` }),
    })),
  };
}

function trackingOf(despatchNumber: string, which: number) {
  return { despatchNumber, packageNumber: 1, trackingNumber: `LATE-${which}` };
}

/** People try; the warehouse may refuse. */
function attempt({ history }: SeededWorld, what: string, act: () => void): void {
  try {
    act();
    history.note(what);
  } catch (error) {
    if (!(error instanceof WarehouseRefusal)) throw error;
    history.note(`${what} refused`);
  }
}
