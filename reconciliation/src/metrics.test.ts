import { metrics, type Gauge, type MeterProvider } from '@opentelemetry/api';
import { createMetrics } from './metrics';
import type { StatusDocument } from './status';

const status: StatusDocument = {
  schemaVersion: 1,
  at: '2026-03-02T12:00:00.000Z',
  stock: { completedAt: '2026-03-02T11:59:00.000Z', seconds: 60 },
  oldestUnexportedOrder: { id: 'x', createdAt: '2026-03-02T11:00:00.000Z', seconds: 3_600 },
  lastSeen: { 'order-export': '2026-03-02T11:58:00.000Z' },
  open: { warehouse: { 'over-despatch': 2 } },
};

it('tells the freshness figures to whatever OpenTelemetry SDK is registered', () => {
  const told: string[] = [];
  const gauge = (name: string): Gauge => ({
    record: (value, attributes) =>
      void told.push(`${name} ${value} ${Object.values(attributes ?? {}).join(' ')}`.trim()),
  });
  const provider = { getMeter: () => ({ createGauge: gauge }) } as object as MeterProvider;
  metrics.setGlobalMeterProvider(provider);
  const { record } = createMetrics();
  record(status);
  record({ ...status, open: {} });
  expect(told.slice(0, 5)).toEqual([
    'peoplevox_connector.stock.age 60',
    'peoplevox_connector.order.oldest_unexported 3600',
    'peoplevox_connector.hint.oldest 0',
    'peoplevox_connector.application.last_seen 120 order-export',
    'peoplevox_connector.exceptions.open 2 warehouse over-despatch',
  ]);
  expect(told.at(-1)).toBe('peoplevox_connector.exceptions.open 0 warehouse over-despatch');
  metrics.disable();
});

it('costs nothing and says nothing without one', () => {
  expect(() => createMetrics().record(status)).not.toThrow();
});
