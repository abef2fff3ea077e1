import { WarehouseRefusal } from '../../peoplevox/warehouse/refusal';
import { customerService, type CustomerServiceAct } from './customer-service';
import { PLENTIFUL, type Act, type ActKind } from './plan';
import type { Shop } from './shop';
import { warehousePeople, type WarehouseAct } from './warehouse-people';
import type { SeededWorld } from './world';

interface Stage {
  readonly world: SeededWorld;
  readonly shop: Shop;
}

type OtherKind = Exclude<ActKind, CustomerServiceAct | WarehouseAct>;
type Doings = { readonly [Kind in OtherKind]: (stage: Stage, act: Act & { readonly kind: Kind }) => void };
type OrderAct<Kind> = { readonly kind: Kind; readonly which: number };

/** Lets one thing happen; what cannot happen now does not. */
export function perform(stage: Stage, act: Act): void {
  if (isCustomerService(act)) byCustomerService(stage, act);
  else if (isWarehouse(act)) byWarehouse(stage, act);
  else (doings[act.kind as OtherKind] as (stage: Stage, act: Act) => void)(stage, act);
}

function isCustomerService(act: Act): act is Act & OrderAct<CustomerServiceAct> {
  return Object.hasOwn(customerService, act.kind);
}

function isWarehouse(act: Act): act is Act & OrderAct<WarehouseAct> {
  return Object.hasOwn(warehousePeople, act.kind);
}

const doings: Doings = {
  order: ({ shop }, { lines, flaw }) => shop.order(lines, flaw),
  receive: ({ world }, { sku, quantity }) =>
    attempt(world, `${quantity} ${sku} received`, () =>
      world.peoplevox.warehouse.receiveStock({ itemCode: sku, quantity }),
    ),
  adjust: ({ world }, { quantity }) =>
    attempt(world, `${PLENTIFUL} counted: ${quantity} more`, () =>
      world.peoplevox.warehouse.adjustStock({ itemCode: PLENTIFUL, quantity }),
    ),
  'foreign-order': ({ world, shop }, { isHidden }) => shop.foreignOrder(world.peoplevox, isHidden),
  outage: ({ world }, { system, ms }) => {
    world.history.note(`${system} is away for ${ms} ms`);
    void world.outage(system, ms);
  },
  'sessions-end': ({ world }) => {
    world.history.note('all sessions of Peoplevox end');
    world.peoplevox.endSessions();
  },
  crash: ({ world }, act) => {
    const { write, when, calls } = act;
    world.history.note(`a process will die ${when} its ${write ?? 'call'} ${calls} from now`);
    if (write === undefined) pickOne(world.processes(), act.which)?.crashAt(act);
    else world.doomWrite(write, act);
  },
  redeploy: ({ world }) => {
    world.history.note('redeployed');
    for (const process of world.processes()) process.end();
  },
};

function byCustomerService({ shop }: Stage, { kind, which }: OrderAct<CustomerServiceAct>): void {
  const sale = pickOne(shop.sales, which);
  const order = sale && shop.orderOf(sale);
  if (sale === undefined || order === undefined || order.orderState === 'Cancelled') return;
  customerService[kind](shop, sale, order, which);
}

/** People who find nothing to do look again. */
const LOOK_AGAIN_MS = 5_000;
const PATIENCE_MS = 60_000;

function byWarehouse(stage: Stage, doing: OrderAct<WarehouseAct>, patienceMs = PATIENCE_MS): void {
  const { world } = stage;
  const { kind, which } = doing;
  const { to, act } = warehousePeople[kind];
  const there = [...world.peoplevox.floor.orders.values()].filter(
    (order) => order.lines.length > 0 && order.status !== 'Cancelled' && to(order),
  );
  const order = pickOne(there, which);
  if (order === undefined && patienceMs > 0 && !world.isCalm())
    world.clock.after(LOOK_AGAIN_MS, () => byWarehouse(stage, doing, patienceMs - LOOK_AGAIN_MS));
  if (order !== undefined)
    attempt(world, `${kind} ${order.number}`, () => act(world.peoplevox, order, which));
}

function pickOne<T>(some: readonly T[], which: number): T | undefined {
  return some[which % Math.max(1, some.length)];
}

/** People try; the warehouse may refuse. */
function attempt({ history }: SeededWorld, what: string, act: () => void): void {
  try {
    act();
    history.note(what);
  } catch (error) {
    if (!(error instanceof WarehouseRefusal)) throw error;
    history.note(`${what}: refused`);
  }
}
