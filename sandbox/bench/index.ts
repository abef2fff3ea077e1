import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, relative } from 'node:path';
import { REPOSITORY } from '../simulation/merchant';

/**
 * Every benchmark one after the other, and their words in one report. Usage: npm run bench
 * It takes about an hour on two cores; nothing else should run meanwhile.
 */
const BENCHMARKS: readonly (readonly [title: string, command: readonly string[]])[] = [
  [
    'Start-up and memory of each application, built as Connect does it',
    ['node', 'scripts/build-like-connect.mjs', '--with-node-24'],
  ],
  ['One order at a time', npmRun('latency')],
  ['Orders at once: 1×, 10×, 100×', npmRun('order-burst')],
  ['Despatches that no callback announced: 1×, 10×, 100×', npmRun('despatch-sweep')],
  ['Callbacks', npmRun('callbacks')],
  ['SKU audit: 1×', npmRun('sku-audit', '--skus', '1000')],
  ['SKU audit: 10×', npmRun('sku-audit', '--skus', '10000')],
  ['SKU audit: 100×', npmRun('sku-audit', '--skus', '100000')],
  ['Drift of stock: 1×, 10×, 100×', npmRun('drift')],
  ['Month-end: 1×', npmRun('month-end', '--orders', '1000')],
  ['Month-end: 100×', npmRun('month-end', '--orders', '100000')],
  ['Stock import beside sphere-stock-import: 1×, 10×, 50×', npmRun('stock', '--fresh')],
];

function npmRun(name: string, ...options: readonly string[]): readonly string[] {
  return ['npm', 'run', '--silent', `bench:${name}`, ...(options.length > 0 ? ['--', ...options] : [])];
}

interface Played {
  readonly code: number;
  readonly output: string;
}

function play([command = '', ...args]: readonly string[]): Promise<Played> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: REPOSITORY, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      process.stdout.write(text);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

async function main(): Promise<void> {
  const folder = join(REPOSITORY, '.runs/bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'report.md');
  const report = [
    `Node ${process.version}, ${cpus().length} cores, ${new Date().toISOString().slice(0, 10)}.`,
  ];
  for (const [title, command] of BENCHMARKS) {
    process.stdout.write(`\n── ${title}\n`);
    const { code, output } = await play(command);
    if (code !== 0) process.exitCode = 1;
    const load = loadavg()[0]?.toFixed(1);
    report.push(
      `## ${title}\n\n\`${command.join(' ')}\`, load average ${load} at its end${code === 0 ? '' : ', FAILED'}\n\n${output.trim()}`,
    );
    // After each: an hour is long enough for something to come in between.
    writeFileSync(file, `${report.join('\n\n')}\n`);
  }
  process.stdout.write(`\nKept in ${relative(REPOSITORY, file)}.\n`);
}

void main();
