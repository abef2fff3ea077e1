import { readFileSync } from 'node:fs';

export interface ProcessCosts {
  /** The most memory that it ever held (VmHWM), in MB of 1,000,000 bytes. */
  readonly peakMb: number;
  /** Time on a processor, in the kernel included. Unlike the time on the wall it hardly depends on what else runs. */
  readonly cpuSeconds: number;
}

export interface Work extends ProcessCosts {
  /** On the wall. */
  readonly seconds: number;
}

/** Linux counts processor time in hundredths of a second. */
const TICKS_A_SECOND = 100;

/** What a running process has cost so far (Linux only); NaN once it is gone. */
export function costsOf(pid: number): ProcessCosts {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(read(pid, 'status'))?.[1] ?? NaN;
  // The name in parentheses may hold anything; user and system time are the 12th and 13th field after it.
  const fields = read(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { peakMb: (Number(kilobytes) * 1024) / 1e6, cpuSeconds: ticks / TICKS_A_SECOND };
}

/** What a running process holds now (VmRSS, Linux only), in MB of 1,000,000 bytes; NaN once it is gone. */
export function residentMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(read(pid, 'status'))?.[1] ?? NaN;
  return (Number(kilobytes) * 1024) / 1e6;
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
