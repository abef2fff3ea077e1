import { SpeakingError } from '../runtime/words-of';
import { searchDate, unambiguous } from './dates';

/** A field name in the form that a clause needs: bare in templates, in square brackets in reports (facts/peoplevox §6). */
export interface Field {
  readonly text: string;
}

/** A value or field name that cannot stand in a search clause. Names the field, never the value. */
export class Unsearchable extends SpeakingError {
  override readonly name = 'Unsearchable';
}

const TEMPLATE_FIELD = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
const FORBIDDEN_IN_BRACKETS = /[[\]"\\\p{Cc}\p{Cs}\u2028\u2029]/u;
const FORBIDDEN_IN_TEXT = /["\\\p{Cc}\p{Cs}\u2028\u2029]/u;
/** As many terms as were seen in use (facts/peoplevox §6). */
const MAX_TERMS = 100;

/** A field of a template, such as `SalesOrderNumber`. */
export function templateField(name: string): Field {
  if (!TEMPLATE_FIELD.test(name)) {
    throw new Unsearchable(
      `"${name}" cannot be searched by: a template's field has letters, digits and dots only.`,
    );
  }
  return { text: name };
}

/** By the tenant's label; by Peoplevox's own name of the field where a clause cannot name the label (it has spaces). */
export function labelledField(label: string, ownName: string): Field {
  return templateField(TEMPLATE_FIELD.test(label) ? label : ownName);
}

/** A column of a report, such as `Sales order no.`. */
export function reportField(name: string): Field {
  if (name.trim() === '' || FORBIDDEN_IN_BRACKETS.test(name)) {
    throw new Unsearchable(
      'A report column is blank or has brackets, quotes, backslashes or control characters in its name.',
    );
  }
  return { text: `[${name}]` };
}

/** `[A],[B]`, as the Columns of a report request. */
export function reportColumnList(names: readonly string[]): string {
  return names.map((name) => reportField(name).text).join(',');
}

/** Whether a text can be asked for: how a quote inside it would be escaped is not known, so such values are refused. */
export const isSearchable = (value: string): boolean => !FORBIDDEN_IN_TEXT.test(value);

function quoted(field: Field, value: string): string {
  if (!isSearchable(value)) {
    throw new Unsearchable(
      `The value looked for in ${field.text} has a quotation mark, a backslash or a control character; ` +
        'Peoplevox cannot be asked for it.',
    );
  }
  return `"${value}"`;
}

function literal(field: Field, value: string | number): string {
  if (typeof value === 'string') return quoted(field, value);
  if (!Number.isFinite(value))
    throw new Unsearchable(`The number looked for in ${field.text} is not finite.`);
  return String(value);
}

export function equals(field: Field, value: string | number): string {
  return `${field.text}.Equals(${literal(field, value)})`;
}

/** One of at most 100 values. */
export function oneOf(field: Field, values: readonly (string | number)[]): string {
  if (values.length === 0 || values.length > MAX_TERMS) {
    throw new Unsearchable(`${values.length} values looked for in ${field.text}: must be 1 to ${MAX_TERMS}.`);
  }
  return or(...values.map((value) => equals(field, value)));
}

/** At or after an instant. One hour wider at the autumn change of clocks, never narrower. */
export function onOrAfter(field: Field, ms: number, zone: string): string {
  return `${field.text} >= ${searchDate(unambiguous(ms, zone, 'down'), zone)}`;
}

/** Before an instant, rounded up to the second. One hour wider at the autumn change of clocks, never narrower. */
export function before(field: Field, ms: number, zone: string): string {
  return `${field.text} < ${searchDate(unambiguous(Math.ceil(ms / 1000) * 1000, zone, 'up'), zone)}`;
}

/** Clauses made by the functions of this file. */
export function and(...clauses: readonly string[]): string {
  return `(${clauses.join(' AND ')})`;
}

/** Clauses made by the functions of this file. */
export function or(...clauses: readonly string[]): string {
  return `(${clauses.join(' OR ')})`;
}
