/** Letters of other alphabets that look like Latin ones. */
const HOMOGLYPHS: Readonly<Record<string, string>> = Object.fromEntries(
  ['АA', 'ВB', 'ЕE', 'КK', 'МM', 'НH', 'ОO', 'РP', 'СC', 'ТT', 'УY', 'ХX', 'ІI', 'ЈJ', 'ЅS']
    .concat(['ΑA', 'ΒB', 'ΕE', 'ΖZ', 'ΗH', 'ΙI', 'ΚK', 'ΜM', 'ΝN', 'ΟO', 'ΡP', 'ΤT', 'ΥY', 'ΧX'])
    .map(([other = '', latin = '']) => [other, latin]),
);
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  O: '0',
  I: '1',
  L: '1',
  '|': '1',
  S: '5',
  B: '8',
  Z: '2',
};

/** Ways in which two codes that mean the same are written differently. */
const aspects = {
  case: (code: string) => code.toUpperCase(),
  spaces: (code: string) => code.replace(/[\s\u200B-\u200D\u2060\uFEFF]+/g, ''),
  'leading zeros': (code: string) => code.replace(/(?<!\d)0+(?=\d)/g, ''),
  dashes: (code: string) => code.replace(/[-_\u2010-\u2015\u2212]+/g, ''),
  'look-alike characters': (code: string) =>
    Array.from(code.normalize('NFKC'), latin)
      .map((character) => LOOK_ALIKES[character.toUpperCase()] ?? character)
      .join(''),
} as const satisfies Readonly<Record<string, (code: string) => string>>;

export type Aspect = keyof typeof aspects;

/**
 * Orders in which the aspects are taken away. Look-alikes turn letters into digits, so zeros before a digit mean
 * something else afterwards: `A01` is near `AO1`, and `TL-1` is not near `TOL-1`.
 */
const foldings: readonly (readonly Aspect[])[] = [
  ['spaces', 'leading zeros', 'dashes', 'case'],
  ['spaces', 'dashes', 'case', 'look-alike characters'],
  ['spaces', 'leading zeros', 'dashes', 'case', 'look-alike characters'],
];

/** Codes that share one of these keys nearly match. */
export function nearKeys(code: string): readonly string[] {
  return foldings.map((folding, index) => `${index}${folded(code, folding)}`);
}

/** In what two codes differ that nearly match; empty: they do not. */
export function differences(one: string, other: string): readonly Aspect[] {
  const folding = foldings.find((candidate) => folded(one, candidate) === folded(other, candidate));
  if (folding === undefined || one === other) return [];
  return folding.filter((aspect) => {
    const without = folding.filter((candidate) => candidate !== aspect);
    return folded(one, without) !== folded(other, without);
  });
}

function folded(code: string, folding: readonly Aspect[]): string {
  return folding.reduce((text, aspect) => aspects[aspect](text), code);
}

function latin(character: string): string {
  const upper = character.toUpperCase();
  const twin = HOMOGLYPHS[upper];
  if (twin === undefined) return character;
  return upper === character ? twin : twin.toLowerCase();
}
