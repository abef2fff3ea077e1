import { cpus } from 'node:os';
import { PEER, PEER_VERSION } from './peer';
import type { Limited, Measurement, Slice } from './results';
import { WORKS, type WorkName } from './slices';

const CONDITIONS = [
  'Peoplevox’s limit is lifted (in the simulator, and the connector counts its calls in memory); requests are not checked against the OpenAPI description.',
  'Latency is that of each request to commercetools; Peoplevox answers at once. Both are emulators in another process on the same machine.',
  'inventory-import: one tick of a process that has ticked before (but for the first import), its run of changes included, 20 requests in flight.',
  `${PEER} ${PEER_VERSION}: one run over a CSV file with the same SKUs and quantities, its own start taken off.`,
  'After each run every entry was checked to show what Peoplevox has. CPU: time of the process on a processor; memory: the most it ever held (VmHWM), MB of 1,000,000 bytes.',
];

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

const number = (value: number, digits = 0): string =>
  value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const seconds = (value: number): string => `${number(value, value < 10 ? 2 : 1)} s`;

function cells({ seconds: wall, cpuSeconds, calls, peakMb }: Measurement): string[] {
  const sum = calls.peoplevox === 0 ? '' : ` + ${number(calls.peoplevox)}`;
  return [seconds(wall), seconds(cpuSeconds), number(calls.commercetools) + sum, `${number(peakMb)} MB`];
}

/** The peer compares everything whatever changed, so its run stands beside both ways of the connector. */
function peerOf(
  all: readonly Measurement[],
  { skus, latencyMs, work }: Measurement,
): Measurement | undefined {
  const same = work === 'changesRead' ? 'changed' : work;
  return all.find(
    (one) => one.program === PEER && one.skus === skus && one.latencyMs === latencyMs && one.work === same,
  );
}

function isWork(name: string): name is WorkName {
  return Object.hasOwn(WORKS, name);
}

function comparison(all: readonly Measurement[]): string {
  const rows = all
    .filter(({ program }) => program === 'inventory-import')
    .map((ours) => {
      const peer = peerOf(all, ours);
      return [
        number(ours.skus),
        `${ours.latencyMs} ms`,
        isWork(ours.work) ? WORKS[ours.work] : ours.work,
        ...cells(ours),
        ...(peer === undefined ? ['–', '–', '–', '–', '–'] : cells(peer)),
        ...(peer === undefined ? [] : [`${number(peer.seconds / ours.seconds, 1)} ×`]),
      ];
    });
  const measures = ['time', 'CPU', 'calls', 'memory'];
  return table(
    ['SKUs', 'latency', 'work', ...measures, ...measures.map((what) => `peer: ${what}`), 'faster'],
    rows,
  );
}

function limits(all: readonly Limited[]): string {
  const rows = all.map(({ skus, virtualMinutes, ticks, peoplevoxCalls }) => [
    number(skus),
    `${number(virtualMinutes, 1)} min`,
    number(ticks),
    number(peoplevoxCalls),
  ]);
  return table(['SKUs', 'time of a full run', 'ticks', 'calls to Peoplevox'], rows);
}

/** In Markdown. */
export function renderReport(slices: readonly Slice[]): string {
  const measured = slices.flatMap((slice) => slice.measured);
  const limited = slices.flatMap((slice) => slice.limited);
  const loads = measured.map(({ load }) => load);
  const [least, most] = [Math.min(...loads), Math.max(...loads)];
  return [
    `Node ${process.versions.node}, ${cpus().length} cores, load average ${number(least, 1)} to ${number(most, 1)} while it ran.`,
    ...CONDITIONS,
    comparison(measured),
    'A full run at the default limit of 4 calls in 15 s, in virtual time with the production code; Peoplevox at 300 ms and commercetools at 20 ms a call:',
    limits(limited),
  ].join('\n\n');
}
