import type { Narrator } from '../narrator';
import type { Stage } from '../stage';
import { badAddress } from './bad-address';
import { changedMinds } from './changed-minds';
import { duplicate } from './duplicate';
import { fiveOrders } from './five-orders';
import { implausibleFeed } from './implausible-feed';
import { inTheEnd } from './in-the-end';
import { installation } from './installation';
import { foundAgain, lostReply } from './lost-reply';
import { nearlyTheSame } from './nearly-the-same';
import { operatorAsks } from './operator-asks';
import { reconciliation } from './reconciliation';
import { returnComes } from './return-comes';
import { saleMeanwhile } from './sale-meanwhile';
import { shortPick } from './short-pick';
import { stockArrives } from './stock-arrives';
import { twoParcels } from './two-parcels';
import { unknownSku } from './unknown-sku';

/** Tells one thing that happens, and says what must hold then. */
type Chapter = (stage: Stage, narrator: Narrator) => void | Promise<void>;

/** Items of the story: in Peoplevox with 100 units each, and in commercetools. */
export const SKUS = [
  ...['MUG-BLUE', 'MUG-RED', 'TEAPOT', 'TRAY'],
  ...['BOWL', 'CUP', 'JUG', 'PLATE', 'SAUCER', 'SPOON'],
];

/** A small warehouse morning in its order. */
export const morning: readonly Chapter[] = [
  installation,
  stockArrives,
  fiveOrders,
  lostReply,
  badAddress,
  unknownSku,
  saleMeanwhile,
  duplicate,
  changedMinds,
  foundAgain,
  twoParcels,
  shortPick,
  returnComes,
  operatorAsks,
  implausibleFeed,
  nearlyTheSame,
  reconciliation,
  inTheEnd,
];
