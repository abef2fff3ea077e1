import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { dirname } from 'node:path';
import * as z from 'zod';

export const PROGRAMS = ['inventory-import', 'sphere-stock-import'] as const;

const measurement = z.object({
  program: z.enum(PROGRAMS),
  work: z.string(),
  skus: z.number(),
  latencyMs: z.number(),
  seconds: z.number(),
  cpuSeconds: z.number(),
  peakMb: z.number(),
  /** Requests to commercetools and to Peoplevox. */
  calls: z.object({ commercetools: z.number(), peoplevox: z.number() }),
  /** Of the machine over the last minute, when the work ended. */
  load: z.number(),
});
/** What one program needed for one piece of work. */
export type Measurement = z.output<typeof measurement>;

const limited = z.object({
  skus: z.number(),
  virtualMinutes: z.number(),
  ticks: z.number(),
  peoplevoxCalls: z.number(),
});
/** A full run at the default limit, in virtual time. */
export type Limited = z.output<typeof limited>;

const slice = z.object({ measured: z.array(measurement), limited: z.array(limited) });
/** What is measured at one go. */
export type Slice = z.output<typeof slice>;

const slices = z.record(z.string(), slice);

export function loadNow(): number {
  return loadavg()[0] ?? NaN;
}

/** Slices that are done, in a file: a benchmark that was interrupted goes on after the last of them. */
export function createResults(file: string) {
  function read(): Readonly<Record<string, Slice>> {
    try {
      return slices.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      // Missing, cut off or of an earlier form: begun anew.
      return {};
    }
  }

  return {
    read,
    keep: (name: string, done: Slice): void => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ ...read(), [name]: done }, null, 2));
    },
    forget: (): void => rmSync(file, { force: true }),
  };
}
