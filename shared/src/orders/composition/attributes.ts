import { columnOf, type Template } from './columns';
import { dateText } from './dates';
import type { FaultList } from './faults';
import { valueAt, type PathContext } from './path';
import type { Columns } from './sales-order';

type Mapping = Readonly<Record<string, { readonly from: string; readonly required: boolean }>>;

/** What a path gives for a column; '' when there is nothing there. */
function textAt(path: string, context: PathContext, subject: string, faults: FaultList): string {
  const value = valueAt(path, context);
  if (value.kind === 'structure')
    faults.invalid(
      `The path ${path} of ${subject} leads to no single value.`,
      'Let the path in the configuration go on to one, such as .key or .label.',
    );
  return value.kind === 'text' ? value.text : '';
}

/** Columns filled by `orderAttributes` or `lineAttributes`. */
export function attributeColumns(
  template: Template,
  mapping: Mapping,
  context: PathContext,
  subject: string,
  faults: FaultList,
): Columns {
  const cells = Object.entries(mapping).map(([name, { from, required }]) => {
    if (columnOf(template, name)?.identifying)
      faults.invalid(
        `The configuration maps ${from} to ${name}, by which the connector finds its ${template}.`,
        'Choose another column.',
      );
    const text = textAt(from, context, subject, faults);
    if (required && text === '')
      faults.invalid(
        `${name} of ${subject} must have a value, and ${from} has none.`,
        `Enter ${from}, or take "required" out of the configuration.`,
      );
    return [name, text] as const;
  });
  return Object.fromEntries(cells);
}

/** RequestedDeliveryDate by the path of the rules; no column where there is no date. */
export function requestedDelivery(
  path: string | null,
  context: PathContext,
  subject: string,
  faults: FaultList,
): Columns {
  if (path === null) return {};
  const text = textAt(path, context, subject, faults);
  if (text === '') return {};
  // A time printed by the path reads as one again once its blank is a T.
  const date = dateText(text.replace(' ', 'T'), context.timeZone);
  if (date === undefined)
    faults.invalid(
      `The requested delivery date of ${subject} (${path}) is no date.`,
      'Enter it as yyyy-MM-dd.',
    );
  return date === undefined ? {} : { RequestedDeliveryDate: date };
}
