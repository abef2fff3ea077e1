/** Names under which a number may come: ours, and what people who subscribe by hand choose (facts/peoplevox §9). */
const NUMBER_NAMES = new Set(
  'salesordernumber salesorderno salesordernum salesorder ordernumber orderno order sonumber sono sonum so number'.split(
    ' ',
  ),
);
/** A `&` that begins no new parameter belongs to a value that was not encoded. */
const PARAMETER = /(?:^|&)([A-Za-z_][\w.-]*)=/g;
/** How Peoplevox joins several values is not public; a comma is the likely one. */
const JOINED = /[,;|\r\n\t]+/;
/** Placeholders that Peoplevox did not know, and what no search could ask for. */
const SENSELESS = /^\{.*\}$|["\\\p{Cc}\p{Cs}\uFFFD]/u;
/** Of SalesOrderNumber (facts/peoplevox §11). */
const LONGEST = 30;

/**
 * Every text in a callback's query or form that may be a sales order number: encoded or not, one or several joined in
 * one value. Rather one too many, which costs a term of a search, than one too few. Pure.
 */
export function readNumbers(text: string): readonly string[] {
  const numbers = valuesOf(text)
    .flatMap(readings)
    .flatMap((value) => value.split(JOINED))
    .flatMap(wholeAndWords)
    .filter((number) => number !== '' && number.length <= LONGEST && !SENSELESS.test(number));
  return [...new Set(numbers)];
}

function valuesOf(text: string): string[] {
  const starts = [...text.matchAll(PARAMETER)];
  return starts.flatMap((start, place) => {
    const value = text.slice(start.index + start[0].length, starts[place + 1]?.index ?? text.length);
    const name = (start[1] ?? '').toLowerCase().replace(/[-_.]/g, '');
    return NUMBER_NAMES.has(name) ? [value] : [];
  });
}

/** Nothing tells whether a value was encoded: `10%25` may mean itself or `10%`. */
function readings(value: string): string[] {
  try {
    return [value, decodeURIComponent(value.replaceAll('+', ' '))];
  } catch {
    return [value];
  }
}

/** A blank may part two numbers or be part of one. */
function wholeAndWords(value: string): string[] {
  const whole = value.trim();
  return [whole, ...whole.split(/ +/)];
}
