import { confirmed, notTested, refuted, type Background, type Fact, type Judgement } from '../fact';
import type { Observations, SeenLine, SeenOrder } from '../observations';
import { CITY, CONTACT, LINES, OTHER_CONTACT } from '../test-order';

const NO_ORDER = notTested('The order was not taken.');
const NO_LINES = notTested('No line was taken.');

/** Whether the step came so far and found the order. */
function isShown(order: SeenOrder | null | undefined): order is SeenOrder {
  return order !== undefined && order !== null;
}

function isOneOf(status: string, statuses: readonly string[]): boolean {
  return statuses.some((known) => known.toLowerCase() === status.trim().toLowerCase());
}

function unitsOf(lines: readonly SeenLine[], line: string): number | undefined {
  return lines.find((candidate) => candidate.line === line)?.quantity;
}

function listed(lines: readonly SeenLine[]): string {
  return lines.length === 0
    ? 'no line'
    : lines.map(({ line, quantity }) => `${line || '(no id)'}: ${quantity}`).join(', ');
}

/** Judged once the lines were taken; a line that is not as expected refutes. */
function ifLines(
  lines: readonly SeenLine[] | undefined,
  isSo: (lines: readonly SeenLine[]) => boolean,
): Judgement {
  if (lines === undefined) return NO_LINES;
  return isSo(lines) ? confirmed(`It shows ${listed(lines)}.`) : refuted(`It shows ${listed(lines)}.`);
}

/** A later step cannot tell anything where both lines are not there to begin with. */
function ifBothLines(
  { lines }: Observations,
  later: readonly SeenLine[] | undefined,
  isSo: (lines: readonly SeenLine[]) => boolean,
): Judgement {
  if (lines !== undefined && lines.length !== 2) return notTested(`The order has ${listed(lines)}.`);
  return ifLines(later, isSo);
}

function statusesOf({ atOnce, held, onHold, released, cancelled }: Observations): string[] {
  const orders = [atOnce, held, onHold, released, cancelled].filter(isShown);
  return [...new Set(orders.map(({ status }) => status))];
}

function judgeStatuses(seen: Observations, { rules: { despatch } }: Background): Judgement {
  const statuses = statusesOf(seen);
  if (statuses.length === 0) return NO_ORDER;
  const known = [...Object.values(despatch.statuses).flat(), ...despatch.closedStatuses];
  const unknown = statuses.filter((status) => !isOneOf(status, known));
  return unknown.length === 0
    ? confirmed(`Met: ${statuses.join(', ')}. The others take a person.`)
    : refuted(`The rules do not know ${unknown.join(', ')}.`);
}

export const orderFacts: readonly Fact[] = [
  {
    id: 'enough-columns',
    statement: 'The columns that the connector needs are enough to create a customer and an order.',
    known: 'inferred',
    dependent: 'every export',
    otherwise:
      "The order is held with Peoplevox's words (`order-rejected`). Configure the whole templates of peoplevox-setup, so that every column is sent.",
    test: 'Sends both with little more than what is needed.',
    judge: ({ customer, header, failures }) => {
      if (customer === undefined || header === undefined) return NO_ORDER;
      if (customer === 'saved' && header === 'saved') return confirmed('Both were taken.');
      return refuted(`Peoplevox said: ${failures.map(({ words }) => words).join(' ')}`);
    },
  },
  {
    id: 'rows-at-once',
    statement: 'What SaveData confirmed, GetData shows at once: imports are not put aside for later.',
    known: 'inferred',
    dependent: 'looking up after sending; the check after changes and cancellations',
    otherwise:
      'A confirmed order that is not shown when it is next looked at is reported (`order-missing-in-peoplevox`) until it is; a queued import counts as unknown, not as done.',
    test: 'Reads the order right after it was confirmed.',
    judge: ({ header, atOnce }) => {
      if (header !== 'saved' || atOnce === undefined) return NO_ORDER;
      return atOnce === null ? refuted('Confirmed, and not shown.') : confirmed('Shown right after.');
    },
  },
  {
    id: 'text-intact',
    statement:
      'Values in quotes, escaped for XML, arrive and come back as they were: commas, quotes, `&`, `<`, umlauts.',
    known: 'inferred',
    dependent: 'names and addresses on labels',
    otherwise: 'Not noticed: texts are not read back. Tell us what came back.',
    test: 'Sends a contact name with all of these and reads it back.',
    judge: ({ atOnce }) => {
      if (!isShown(atOnce)) return NO_ORDER;
      return atOnce.contactName === CONTACT
        ? confirmed('The contact name came back unchanged.')
        : refuted(`Sent ${CONTACT}, came back ${atOnce.contactName}.`);
    },
  },
  {
    id: 'subset-of-columns',
    statement:
      'To change an order its number and the changed columns are enough; the others stay as they are.',
    known: 'inferred',
    dependent: 'changes, holds and cancellations of orders',
    otherwise:
      'Changes send the whole header anyway; holds and cancellations do not, and one that is refused is reported (`order-rejected`).',
    test: 'Changes the contact name alone and reads name and city.',
    judge: ({ headerChanged }) => {
      if (headerChanged === undefined) return NO_ORDER;
      const { outcome, order } = headerChanged;
      if (outcome !== 'saved' || order === null) return refuted(`The change was ${outcome}.`);
      const isSo = order.contactName === OTHER_CONTACT && order.city === CITY;
      return isSo
        ? confirmed('The name changed, the city stayed.')
        : refuted(`It shows name ${order.contactName} and city ${order.city || '(none)'}.`);
    },
  },
  {
    id: 'action-1-holds',
    statement: 'Rows saved with Action 1 (do not allocate) do not make an order allocated.',
    known: 'inferred',
    dependent: 'an order is never allocated before all its lines exist',
    otherwise: 'Set `orderExport.completeBy` to `onHold`: the order is on hold until it is complete.',
    test: 'Sends header and lines with Action 1 while nothing else holds the order, waits 5 s and reads the status.',
    judge: ({ onHold, held, itemCode }, { rules }) => {
      if (!isShown(held) || itemCode === undefined) return NO_LINES;
      if (isShown(onHold) && !isOneOf(onHold.status, rules.despatch.statuses.notAllocated))
        return notTested(`It was ${onHold.status} before.`);
      return isOneOf(held.status, rules.despatch.statuses.notAllocated)
        ? confirmed(`It stayed ${held.status}.`)
        : refuted(`It became ${held.status}.`);
    },
  },
  {
    id: 'on-hold-holds',
    statement: 'An order that is on hold is not allocated, whatever is saved.',
    known: 'inferred',
    dependent: 'rule `orderExport.completeBy: "onHold"`; orders of which a line was refused',
    otherwise:
      'Keep `orderExport.completeBy` at `action`. An order of which a line was refused may then be allocated in part: watch `order-rejected`.',
    test: 'Puts the order on hold, sends its lines with Action 0, waits 5 s and reads the status.',
    judge: ({ onHold, itemCode }, { rules }) => {
      if (!isShown(onHold) || itemCode === undefined) return NO_LINES;
      return isOneOf(onHold.status, rules.despatch.statuses.notAllocated)
        ? confirmed(`It stayed ${onHold.status}.`)
        : refuted(`It is ${onHold.status}.`);
    },
  },
  {
    id: 'action-0-allocates',
    statement: 'Lines saved with Action 0 make the order allocated, without a person, within seconds.',
    known: 'inferred',
    dependent: 'how long an order waits in `New`, and its units are subtracted from stock',
    otherwise:
      'Nothing oversells: its units stay subtracted until it is allocated. Allocate in Peoplevox, and set `despatch.allocateWithinMinutes` to what is usual.',
    test: 'Sends the lines with Action 0 and reads the status up to three times, 5 s apart.',
    judge: ({ released, itemCode }, { rules }) => {
      if (!isShown(released) || itemCode === undefined) return NO_LINES;
      return isOneOf(released.status, rules.despatch.statuses.allocated)
        ? confirmed(`It became ${released.status}.`)
        : refuted(`It is ${released.status}.`);
    },
  },
  {
    id: 'same-item-twice',
    statement: 'Two lines with the same ItemCode stay two if their `Line` differs.',
    known: 'inferred',
    dependent: 'orders with one SKU on two lines; which line a despatch belongs to',
    otherwise:
      'Not noticed in new orders, which are not read back line by line. See that carts have each SKU on one line.',
    test: 'Sends two lines of one item and reads them.',
    judge: ({ lines }) =>
      ifLines(lines, (found) => [LINES.first, LINES.second].every((line) => unitsOf(found, line) === 1)),
  },
  {
    id: 'line-key',
    statement:
      'A line is known by `SalesOrderNumber`, `ItemCode` and `Line`: sent again it is changed, not added.',
    known: 'inferred',
    dependent: 'sending again after a lost reply; changes of quantity',
    otherwise:
      'Doubled lines are seen after a change and reported (`change-too-late`). Set `orderExport.amendableStatuses` to `[]`.',
    test: 'Sends one of two lines again with another quantity and reads both.',
    judge: (seen) =>
      ifBothLines(
        seen,
        seen.lineChanged,
        (found) =>
          found.length === 2 && unitsOf(found, LINES.first) === 2 && unitsOf(found, LINES.second) === 1,
      ),
  },
  {
    id: 'rows-apart',
    statement:
      'Of a call with a good and a bad row the good one is taken, and the reply tells which is which.',
    known: 'not found',
    dependent: 'one bad order does not keep back those that travel with it',
    otherwise: 'Rows that were not named go again in halves, down to single orders: slower, nothing is lost.',
    test: 'Sends a good line and one with an impossible ItemCode in one call.',
    judge: ({ mixed }) => {
      if (mixed === undefined) return NO_LINES;
      const [good, bad] = mixed.rows;
      const isTaken = unitsOf(mixed.lines, LINES.first) === 1;
      const evidence = `The good row was ${good ?? 'not told of'}${isTaken ? ' and taken' : ' and not taken'}, the bad one ${bad ?? 'not told of'}.`;
      return good === 'saved' && bad === 'refused' && isTaken ? confirmed(evidence) : refuted(evidence);
    },
  },
  {
    id: 'line-to-zero',
    statement: 'A line can be set to 0 units.',
    known: 'not found',
    dependent: 'rule `orderExport.removedLines: "zero"`',
    otherwise: 'Use `delete` or `report`.',
    test: 'Sends a line with quantity 0 and reads it.',
    judge: (seen) => ifBothLines(seen, seen.zeroed, (found) => (unitsOf(found, LINES.second) ?? 0) === 0),
  },
  {
    id: 'delete-line',
    statement: 'SaveData with Action 2 on `Sales order items` deletes a line.',
    known: 'seen once',
    dependent: 'rule `orderExport.removedLines: "delete"`, the default',
    otherwise:
      'Set `orderExport.removedLines` to `zero` or `report`. The order is looked at afterwards, so a line that stays is reported.',
    test: 'Deletes one of two lines and reads the rest.',
    judge: (seen) => ifBothLines(seen, seen.removed, (found) => unitsOf(found, LINES.second) === undefined),
  },
  {
    id: 'statuses',
    statement:
      'The statuses that an order goes through are those of the rules: `New`, `Partially allocated`, `Allocated`, `Picked`, `Despatched`, `Cancelled`.',
    known: 'inferred',
    dependent: 'what may still be changed; shipment states; which units are subtracted from stock',
    otherwise:
      'Rules `despatch.statuses`, `despatch.closedStatuses`, `inventory.unallocatedStatuses`, `orderExport.amendableStatuses`. An unknown status says nothing and changes nothing.',
    test: 'Holds every status that the order goes through against the rules. `Picked` and `Despatched` take a person.',
    judge: judgeStatuses,
  },
  {
    id: 'cancelled-by-status',
    statement: 'Status `Cancelled` cancels an order that is not picked yet.',
    known: 'inferred',
    dependent: 'cancellations of customers',
    otherwise:
      'Read again after each cancellation; one that did not work is `cancel-too-late`, for the warehouse to do.',
    test: 'Cancels the order and reads its status.',
    judge: ({ cancelled }, { rules }) => {
      if (!isShown(cancelled)) return NO_ORDER;
      return isOneOf(cancelled.status, rules.despatch.cancelledStatuses)
        ? confirmed(`It is ${cancelled.status}.`)
        : refuted(`It is ${cancelled.status}.`);
    },
  },
  {
    id: 'cancel-after-picking',
    statement: 'A change or cancellation after picking began is refused or ignored, never half done.',
    known: 'not found',
    dependent: '`change-too-late`, `cancel-too-late`',
    otherwise: 'Only sent in `orderExport.amendableStatuses`, and read again afterwards.',
    test: 'Takes a person who picks: pick a test order on QA, cancel it in commercetools, see the exception.',
  },
  {
    id: 'queued-imports',
    statement: 'Large imports may be put into a queue (`ImportingQueueId` above 0).',
    known: 'inferred',
    dependent: 'batches of up to 100 orders',
    otherwise: 'Such a row counts as unknown: looked up before anything else is done.',
    test: 'Not provoked: it would take a large import.',
  },
];
