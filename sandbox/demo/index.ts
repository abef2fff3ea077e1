import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { join, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import * as z from 'zod';
import { morning, SKUS } from './chapters';
import { createNarrator, expectationsOf, notesOf, type Narrator } from './narrator';
import { movementsOf, picturesOf } from './pictures';
import { renderReport, type Report } from './report';
import { renderSample } from './sample';
import { shareOf } from './shares';
import { documentsOf, openStage, RUNS, type Stage } from './stage';
import { exceptionsOf } from './views';
import { REPOSITORY } from '../simulation/merchant';

const ledgerEntry = z.object({
  orderNumber: z.string().optional(),
  state: z.string(),
  salesOrders: z.array(z.object({ number: z.string(), site: z.string() })),
  trace: z.array(z.object({ at: z.string(), what: z.string() })),
});

function reportOf(stage: Stage, narrator: Narrator, seconds: number): Report {
  const entries = documentsOf(stage, 'peoplevox-orders').flatMap(
    (value) => ledgerEntry.safeParse(value).data ?? [],
  );
  const movements = movementsOf(stage);
  const stats = stage.connect.broker('order-export').stats();
  const expectations = expectationsOf(narrator.chapters);
  return {
    title: 'A warehouse morning with commercetools and Peoplevox',
    summary: [
      ['expectations held', `${expectations.length - narrator.broken.length} of ${expectations.length}`],
      ['sales orders in Peoplevox', String(stage.peoplevox.floor.orders.size)],
      ['changes of stock', String(movements.length)],
      ['exceptions open', String(exceptionsOf(stage).filter(({ status }) => status === 'open').length)],
      ['messages, and pushes of them', `${stats.published}, ${stats.pushes}`],
      ['calls to Peoplevox', String(stage.peoplevox.journal.length)],
      ['most calls in any 15 s', `${stage.peoplevox.peak()} of ${shareOf(stage)}`],
      ['seconds', seconds.toFixed(0)],
    ],
    chapters: narrator.chapters,
    tables: [
      {
        title: 'What became of each order',
        columns: ['order', 'state', 'sales orders', 'what happened'],
        rows: entries.map(({ orderNumber = '', state, salesOrders, trace }) => [
          orderNumber,
          state,
          salesOrders.map(({ number, site }) => `${number} (${site})`).join(', '),
          trace.map(({ at, what }) => `${at.slice(11, 19)} ${what}`).join(' · '),
        ]),
      },
      {
        title: 'How stock moved',
        columns: ['at', 'SKU', 'from', 'to', 'available', 'not allocated yet', 'why'],
        rows: movements.map(({ at, sku, from, to, available, unallocated, cause }) => [
          at.slice(11, 19),
          sku,
          from < 0 ? 'no entry' : String(from),
          String(to),
          String(available),
          String(unallocated),
          cause,
        ]),
      },
      {
        title: 'Exceptions, by the team that mends them',
        columns: ['owner', 'subject', 'code', 'status', 'what happened', 'what to do'],
        rows: exceptionsOf(stage).map(({ owner, subject, code, status, message, fix }) => [
          owner,
          subject.key ?? '',
          code,
          status,
          message,
          fix,
        ]),
      },
    ],
  };
}

function keepPictures(folder: string, pictures: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, svg] of pictures) writeFileSync(join(folder, name), svg);
}

/** `-- --keep`: also renews the pictures and the sample report under docs. */
const { keep } = parseArgs({ options: { keep: { type: 'boolean', default: false } } }).values;

async function demo(): Promise<void> {
  const startedAt = process.hrtime.bigint();
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const narrator = createNarrator(print, process.stdout.isTTY, morning.length);
  print('Starting a commercetools emulator, a Peoplevox simulator and the connector as real processes …');
  const stage = await openStage({ skus: SKUS, peoplevoxLatencyMs: 120, genuineQueue: true });
  try {
    print(
      `Ready. Messages travel through ${stage.queue}. Peoplevox allows only 15 calls in any 15 s, so some of the ${morning.length} chapters wait.`,
    );
    for (const chapter of morning) await chapter(stage, narrator);
    const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
    const report = reportOf(stage, narrator, seconds);
    const file = join(RUNS, 'report.html');
    writeFileSync(file, renderReport(report));
    const answer = notesOf(narrator.chapters);
    keepPictures(join(RUNS, 'pictures'), picturesOf(stage, answer));
    if (keep) {
      keepPictures(join(REPOSITORY, 'docs/pictures'), picturesOf(stage, answer));
      const sample = await format(renderSample(report), {
        ...(await resolveConfig(REPOSITORY)),
        parser: 'markdown',
      });
      writeFileSync(join(REPOSITORY, 'docs/sample-report.md'), sample);
    }
    print('');
    for (const [what, figure] of report.summary) print(`  ${what.padEnd(30)}${figure}`);
    print(`\n  The whole story: ${relative(process.cwd(), file)}`);
  } finally {
    await stage.close();
  }
  const { broken } = narrator;
  print(
    broken.length === 0 ? '\nEvery expectation held.' : `\n${broken.length} expectation(s) did not hold.`,
  );
  process.exitCode = broken.length === 0 ? 0 : 1;
}

demo().catch((error: unknown) => {
  process.stderr.write(
    `The demo could not be played: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
