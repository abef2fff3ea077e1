import { metrics, type Gauge } from '@opentelemetry/api';
import type { RunReport } from './reconciliation';
import type { StatusDocument } from './status';

const METER = 'peoplevox-connector';

/**
 * The freshness figures as OpenTelemetry gauges, in seconds. The API alone: without an SDK that the merchant's own
 * runtime registers, they cost nothing and go nowhere.
 */
export function createMetrics(): {
  record(status: StatusDocument): void;
  recordRun(report: RunReport): void;
} {
  const meter = metrics.getMeter(METER);
  const seconds = (name: string, description: string): Gauge =>
    meter.createGauge(`peoplevox_connector.${name}`, { unit: 's', description });
  const count = (name: string, description: string): Gauge =>
    meter.createGauge(`peoplevox_connector.${name}`, { description });
  const stock = seconds('stock.age', 'Age of the stock in commercetools.');
  const order = seconds(
    'order.oldest_unexported',
    'Age of the oldest order that may be exported and is not.',
  );
  const hint = seconds('hint.oldest', 'How long the oldest hint of Peoplevox has waited.');
  const lastSeen = seconds('application.last_seen', 'Time since the last sign of life of an application.');
  const open = count('exceptions.open', 'Exceptions that stand open, by owner and code.');
  const swept = count('sweep', 'What the last run of a sweep came upon, by sweep and kind.');
  const known = new Set<string>();
  return {
    record: (status) => {
      if (status.stock !== undefined) stock.record(status.stock.seconds);
      order.record(status.oldestUnexportedOrder?.seconds ?? 0);
      hint.record(status.oldestHint?.seconds ?? 0);
      for (const [application, at] of Object.entries(status.lastSeen))
        lastSeen.record((Date.parse(status.at) - Date.parse(at)) / 1000, { application });
      for (const [owner, codes] of Object.entries(status.open))
        for (const code of Object.keys(codes)) known.add(`${owner} ${code}`);
      // What has been resolved is told as 0, once more at each run: a gauge keeps its last value.
      for (const one of known) {
        const [owner = '', code = ''] = one.split(' ');
        open.record(status.open[owner]?.[code] ?? 0, { owner, code });
      }
    },
    recordRun: ({ sweeps }) => {
      for (const { sweep, found, repaired, explained, open: left } of sweeps)
        for (const [kind, things] of Object.entries({ found, repaired, explained, open: left }))
          swept.record(things, { sweep, kind });
    },
  };
}
