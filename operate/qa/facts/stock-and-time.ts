import { fromPeoplevox, toPeoplevox } from '../../../shared/src/peoplevox';
import { confirmed, notTested, refuted, type Fact } from '../fact';

const MINUTE = 60_000;
/** Between a change and its row in a report, clocks of servers included. */
const TOLERANCE_MS = 5 * MINUTE;
const NO_STOCK = notTested('No item in stock could be ordered.');

export const stockAndTimeFacts: readonly Fact[] = [
  {
    id: 'zone-of-reports',
    statement: "Reports print wall-clock times of the tenant's own time zone.",
    known: 'inferred',
    dependent: 'which stock changes are new; times of despatches',
    otherwise: 'Set `PEOPLEVOX_TIME_ZONE` to the zone that the reports print.',
    test: 'Holds the time of the stock change that the order made against the clock.',
    judge: ({ time }, { zone }) => {
      if (time === undefined)
        return notTested('The order changed no stock that the report of changes shows.');
      const at = fromPeoplevox(time.printed, zone);
      const evidence = `It printed ${time.printed} when it was ${toPeoplevox(time.at, zone)} in ${zone}.`;
      return at !== undefined && Math.abs(at - time.at) <= TOLERANCE_MS
        ? confirmed(evidence)
        : refuted(evidence);
    },
  },
  {
    id: 'zone-of-searches',
    statement: "`DateTime(…)` in a search is a time of the tenant's zone too.",
    known: 'inferred',
    dependent: 'the readings of stock changes and despatches since a moment',
    otherwise:
      'Set `inventory.overlapMinutes` to more than the difference: each reading then looks back far enough. The daily full comparison finds the rest.',
    test: 'Asks for the stock change of the order by a span of ten minutes around it.',
    judge: ({ time }, { zone }) => {
      if (time === undefined)
        return notTested('The order changed no stock that the report of changes shows.');
      if (toPeoplevox(time.at, zone) === toPeoplevox(time.at, 'UTC'))
        return notTested(
          `${zone} and UTC are the same today: nothing could tell them apart. Try again in summer.`,
        );
      return time.foundByClause ? confirmed('It was found.') : refuted('It was not found.');
    },
  },
  {
    id: 'available',
    statement: '`Available` of the stock report is `On hand` less `Allocated`.',
    known: 'inferred',
    dependent: 'what commercetools may sell',
    otherwise:
      'Name the right column in `inventory.reports.summary.columns.available`, or keep units back (`inventory.buffers`).',
    test: 'Reads the three of the item that was ordered.',
    judge: ({ stock }) => {
      if (stock === undefined) return NO_STOCK;
      const { available, onHand, allocated } = stock.allocated ?? stock.before;
      if (onHand === undefined || allocated === undefined)
        return notTested('The report does not show On hand and Allocated.');
      const evidence = `Available ${available}, On hand ${onHand}, Allocated ${allocated}.`;
      return available === onHand - allocated ? confirmed(evidence) : refuted(evidence);
    },
  },
  {
    id: 'allocated-leaves-available',
    statement:
      'Units of an allocated order are no longer in `Available`, and are again once it is cancelled.',
    known: 'inferred',
    dependent: 'each order is subtracted from stock exactly once',
    otherwise:
      'List the statuses in which Peoplevox has not yet taken the units in `inventory.unallocatedStatuses`.',
    test: 'Reads `Available` before the order, once it is allocated, and once it is cancelled.',
    judge: ({ stock, released, lines = [] }, { rules }) => {
      const isAllocated =
        released !== undefined &&
        released !== null &&
        rules.despatch.statuses.allocated.some(
          (status) => status.toLowerCase() === released.status.toLowerCase(),
        );
      if (!isAllocated || stock?.allocated === undefined || stock.after === undefined)
        return notTested('The order was not allocated.');
      const [before, during, after] = [stock.before, stock.allocated, stock.after].map(
        ({ available }) => available,
      );
      const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
      const evidence = `Available was ${before}, then ${during}, then ${after}, for ${units} units.`;
      const isSo = stock.before.available - stock.allocated.available === units && before === after;
      return isSo
        ? confirmed(evidence)
        : refuted(`${evidence} Somebody else may have moved stock meanwhile.`);
    },
  },
  {
    id: 'short-pick',
    statement:
      'A short pick is seen by units that are missing from the despatch of a closed order; it has no status of its own.',
    known: 'inferred',
    dependent: '`short-pick`, `refund-due`, shipment states',
    otherwise:
      'Two readings `despatch.closeAfterMinutes` apart must agree before an order counts as closed short.',
    test: 'Takes a person who picks short: see exception and shipment state of a test order on QA.',
  },
];
