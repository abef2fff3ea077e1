import type { LogFacts } from './log';

type Fact = LogFacts[string];

const PRIVATE_ANYWHERE =
  /passw|secret|session|token|authori[sz]ation|cookie|credential|e-?mail|phone|address|postcode|postal|surname|birth|recipient|contact/i;
/** Too short to look for inside other words: `capacity` has a city. */
const PRIVATE_WORDS = new Set(
  'name username firstname lastname fullname pwd auth street city town zip fax mobile'.split(' '),
);
/** Their names are not people's. */
const THINGS = new Set(
  'template report channel application app error event site class field column container'.split(' '),
);

const REDACTED = '[redacted]';
/** The lengths are bounded so that a long text without any @ costs no more than a long text. */
const EMAIL = /[^\s@"'<>()[\],;:=/]{1,64}(?:@|%40)[^\s@"'<>()[\],;:=/]{1,190}\.[\p{L}\d-]{2,63}/gu;

function wordsOf(key: string): string[] {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

function looksPrivate(key: string): boolean {
  if (PRIVATE_ANYWHERE.test(key)) return true;
  const words = wordsOf(key);
  return words.some((word, place) => PRIVATE_WORDS.has(word) && !THINGS.has(words[place - 1] ?? ''));
}

/** The text without anything that has the form of an e-mail address. */
export function withoutEmails(text: string): string {
  return text.replace(EMAIL, '[e-mail]');
}

function redacted(key: string, fact: Fact): Fact {
  let safe = fact;
  if (fact === null || fact === undefined || typeof fact === 'boolean') safe = fact;
  else if (looksPrivate(key)) safe = REDACTED;
  else if (typeof fact === 'string') safe = withoutEmails(fact);
  else if (typeof fact === 'object') safe = fact.map(withoutEmails);
  return safe;
}

/**
 * The second line of defence: nobody should hand personal data or secrets to a log. By the key (`email`, `firstName`,
 * `sessionId`; but not `templateName`), and by the form of an e-mail address in any text.
 */
export function withoutPrivateFacts(facts: LogFacts): LogFacts {
  return Object.fromEntries(Object.entries(facts).map(([key, fact]) => [key, redacted(key, fact)]));
}
