import { fromPeoplevox } from '../../peoplevox/dates';
import { columnOf, isText, type Template } from '../composition/columns';
import type { Columns, SalesOrderLine } from '../composition/sales-order';
import type { Sendable } from './send-plan';
import { describeChanges, isSameLine, type Shown } from './compare';

const MINUTE_MS = 60_000;

type Amendment = Extract<Sendable, { kind: 'amend' }>;

/**
 * What was sent of a change and shows wholly as before. Of a sales order that is being picked Peoplevox may accept rows and
 * keep what it has; a row of which anything shows anew was taken. Pure.
 */
export function keptAsBefore(amendment: Amendment, before: Shown, after: Shown): string[] {
  const { headerChanged, salesOrder, lines } = amendment;
  const cellsOf = ({ lines: shown }: Shown, line: SalesOrderLine) =>
    shown.find((candidate) => isSameLine(line, candidate))?.cells;
  return describeChanges(
    headerChanged && isKept('Sales orders', salesOrder.header, before.order.cells, after.order.cells),
    {
      missing: [],
      changed: lines.filter((line) =>
        isKept('Sales order items', line.columns, cellsOf(before, line), cellsOf(after, line)),
      ),
      removed: [],
    },
  );
}

function isKept(template: Template, asked: Columns, before: Columns = {}, after: Columns = {}): boolean {
  const names = Object.keys(asked).filter((name) => after[name] !== undefined);
  return (
    names.every((name) => before[name] === after[name]) &&
    names.some((name) => isOther(template, name, asked[name], after[name]))
  );
}

/**
 * Certainly another value. Numbers and what Peoplevox keeps a list of may be shown in its own way (facts/peoplevox §14), dates
 * in one of several, with or without seconds (facts/peoplevox §17).
 */
function isOther(template: Template, name: string, asked = '', shown = ''): boolean {
  if (columnOf(template, name)?.type === 'date and time') {
    const [wanted, there] = [asked, shown].map((text) => fromPeoplevox(text, 'UTC'));
    return wanted !== undefined && there !== undefined && Math.abs(wanted - there) >= MINUTE_MS;
  }
  const isListed = /Country$|^(?:Customer|PaymentMethod|ChannelName|Site|Status)$/.test(name);
  return isText(template, name) && !isListed && !isAlike(asked, shown);
}

function isAlike(asked = '', shown = ''): boolean {
  return asked.trim().toLowerCase() === shown.trim().toLowerCase();
}
