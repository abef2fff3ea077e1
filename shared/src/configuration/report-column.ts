import * as z from 'zod';

/**
 * What a search can name in its square brackets: what peoplevox/search-clause.ts refuses is a fault of the rules. Without
 * flag, so that it means the same in the published schema.
 */
const NAME = String.raw`(?=.*\S)[^[\]"\\\u0000-\u001f\u007f-\u009f\u2028\u2029]+`;
const error =
  'must be the name of a column, without brackets, quotation marks, backslashes and control characters';

/** Name of a column of a report, as Peoplevox shows it. */
export const reportColumn = z.string().regex(new RegExp(`^${NAME}$`), { error });
/** The same, or "" where the report has no such column. */
export const reportColumnOrNone = z.string().regex(new RegExp(`^(?:${NAME})?$`), { error });

export function columnOf(what: string, label: string) {
  return reportColumn.default(label).describe(`Column of ${what}.`);
}
