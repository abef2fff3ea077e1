import { isSendable } from '../../peoplevox/envelope';
import { columnOf, type Template } from './columns';
import type { FaultList } from './faults';
import type { Columns } from './sales-order';

/** Lengths and characters of a row, by the table of columns. `subject`: whose row, in the words of its owner. */
export function checkRow(template: Template, row: Columns, subject: string, faults: FaultList): void {
  for (const [name, text] of Object.entries(row)) {
    const column = columnOf(template, name);
    const where = `${name} of ${subject} (${column?.source ?? 'the path given in the rules'})`;
    if (column?.maxLength !== undefined && text.length > column.maxLength)
      faults.invalid(
        `${where} has ${text.length} characters; Peoplevox takes ${column.maxLength}.`,
        'Shorten it in commercetools.',
      );
    if (!isSendable(text))
      faults.invalid(`${where} has a control character, which cannot be sent.`, 'Enter it anew, without it.');
  }
}
