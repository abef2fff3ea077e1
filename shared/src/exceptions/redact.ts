const hidden = '[…]';
const shortestHidden = 3;

/** What may hold an e-mail address: anything between white space, quotes, brackets and punctuation. */
const token = /[^\s<>"'(),;:]+/g;
/** An international number (+ or 00) or a national one that begins with 0; never inside a word. */
const phone = /(?<![\w-])(?:\+|00|\(?0)\d(?:[\s().-]{0,2}\d){7,13}(?![\w-])/g;
const americanPhone = /(?<![\w-])\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}(?![\w-])/g;
const date = /^\d{2}[-.]\d{2}[-.]\d{4}/;

/**
 * `words` without the given personal values (of at least 3 characters; in any case, with any white space between their
 * words, phone numbers with any separators) and without anything shaped like an e-mail address or a phone number; each
 * is replaced by "[…]". For texts that others wrote, such as Peoplevox's reasons, before they are logged or kept.
 * Removes rather too much: a value that is part of a longer word is removed from it too.
 */
export function withoutPersonalData(words: string, personal: readonly string[]): string {
  const values = personal
    .map((value) => value.normalize('NFC').trim())
    .filter((value) => value.length >= shortestHidden)
    // The longest first: "Anna Smith" before "Anna".
    .sort((left, right) => right.length - left.length)
    .map(patternOf);
  const withoutAddresses = words.normalize('NFC').replace(token, (part) => (isEmail(part) ? hidden : part));
  return values
    .reduce((text, pattern) => text.replace(pattern, hidden), withoutAddresses)
    .replace(phone, (number) => (date.test(number) ? number : hidden))
    .replace(americanPhone, hidden);
}

function isEmail(part: string): boolean {
  return part.includes('@') && !part.startsWith('@') && !part.endsWith('@');
}

function patternOf(value: string): RegExp {
  const digits = value.replace(/\D/g, '');
  const isNumber = digits.length >= 7 && /^[\d\s()+./-]+$/.test(value);
  const parts = isNumber
    ? Array.from(digits).join('[\\s()+./-]*')
    : value.split(/\s+/).map(literal).join('\\s+');
  return new RegExp(parts, 'giu');
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
