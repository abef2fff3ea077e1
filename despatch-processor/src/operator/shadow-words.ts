import type { ShadowAnswer } from './shadow';

interface Section<T> {
  readonly count: number;
  readonly shown: readonly T[];
}

/** What would be done, as lines for a terminal or a file. Pure. */
export function shadowWords({ mode, orders, held, stock, skus, despatches }: ShadowAnswer): string[] {
  const modes = Object.entries(mode).map(([name, value]) => `${name} ${value}`);
  return [
    `Modes: ${modes.join(', ')}.`,
    ...section('order(s) would be sent', orders, ({ order, would }) => [`${order}: ${would}`]),
    ...section('order(s) would be held, or need a person', held, toldWords),
    ...(stock.since === undefined
      ? ['', 'Stock has not been compared in shadow yet.']
      : section(`stock figure(s) would change, compared ${stock.since}`, stock, stockWords)),
    ...section('SKU(s) do not match', skus, toldWords),
    ...section('order(s) would get news of the warehouse', despatches, ({ order, would }) => [
      order,
      ...would.map((line) => `  ${line}`),
    ]),
  ];
}

function stockWords(one: ShadowAnswer['stock']['shown'][number]): string[] {
  const place = one.channel === '' ? one.site : `${one.site} (${one.channel})`;
  const from = one.from === -1 ? 'no entry' : String(one.from);
  const why = `${one.available} available − ${one.unallocated} of orders under way − ${one.buffer} buffer`;
  return [`${one.sku} at ${place}: ${from} → ${one.to}, for ${why}; ${one.cause}`];
}

function toldWords({ key, code, message, fix }: ShadowAnswer['held']['shown'][number]): string[] {
  return [`${key} ${code}: ${message}`, ...(fix === '' ? [] : [`  ${fix}`])];
}

function section<T>(title: string, { count, shown }: Section<T>, words: (one: T) => string[]): string[] {
  const hidden = count - shown.length;
  return [
    '',
    `${count} ${title}${count === 0 ? '.' : ':'}`,
    ...shown.flatMap(words).map((line) => `  ${line}`),
    ...(hidden > 0 ? [`  … and ${hidden} more.`] : []),
  ];
}
