import type { AuditContext } from './context';
import { weigh, type SkuFinding } from './weigh';
import { findFaults, type FaultySku } from './faults';
import { holdUnknown } from './hold-unknown';
import { ItemPages } from './item-pages';
import { keepInStep, type InStep } from './keep-in-step';
import { keepKnownSkus } from './known-skus';
import { readBoth, type BothSides } from './read-both';
import { findingRows, itemTypeRows, keepReport, reportDocument } from './report';
import { itemTypeTerms, type AuditState } from './state';
import { countFaults, countSeverities, summaryOf, trendOf, type AuditSummary } from './summary';
import { tell } from './tell';
import { readUsage } from './usage';

const DAY_MS = 86_400_000;

/**
 * Gather, decide, apply. What follows the reading is done again from its start when a tick ends in its midst, or when
 * other rules come into force: nothing is written that people have switched off while Peoplevox was read.
 */
export async function runAudit(context: AuditContext): Promise<AuditSummary> {
  const { rules, world, areRulesOld } = context;
  const beganAt = world.clock.now();
  const continues = () => ({ ...summaryOf(context, beganAt), outcome: 'continues' as const });
  const sides = await readBoth(context);
  if (sides === 'continues') return continues();

  const faulty = findFaults(sides.items, sides.variants, rules);
  const skus = faulty.map(({ sku }) => sku);
  const soldSince = context.now() - rules.skuAudit.soldWithinDays * DAY_MS;
  const usage = await readUsage(context.api, skus, soldSince, context.cap);

  if (await areRulesOld()) return continues();
  const inStep = await keepInStep(context, sides, faulty);
  if (await areRulesOld()) return continues();
  const unsolved = faulty.flatMap((one) => unsolvedBy(inStep, one));
  const telling = { ...context, ...sides, knownByNow: context.itemTypes.known };
  const { appeared, ...exceptions } = await tell(telling, weigh(unsolved, usage));
  const open = unsolved.filter(({ sku }) => !appeared.has(sku));
  const findings = weigh(open, usage);
  const held = await holdUnknown(context, sides, findings);
  await keep(context, sides, inStep, findings, appeared);

  const faults = countFaults(findings);
  const trend = trendOf(faults, context.state.last?.faults);
  await complete(context, faults, inStep);
  return {
    ...summaryOf(context, beganAt),
    outcome: 'done',
    pages: sides.pages,
    items: sides.items.size,
    variants: sides.variants.size,
    withoutSku: sides.withoutSku,
    notCompared: sides.missing,
    faults,
    ...(trend && { trend }),
    severities: countSeverities(findings),
    exceptions,
    ...(inStep.summary && { itemTypes: inStep.summary }),
    ...(rules.skuAudit.holdUnknown && { held }),
  };
}

/** What is left of the faults of a SKU once its Item type is written. */
function unsolvedBy({ created, barcoded }: InStep, one: FaultySku): FaultySku[] {
  if (created.has(one.sku)) return [];
  if (!barcoded.has(one.sku)) return [one];
  const [first, ...others] = one.faults.filter(({ code }) => code !== 'barcode-mismatch');
  return first === undefined ? [] : [{ ...one, faults: [first, ...others] }];
}

/** The report, and what Peoplevox knows. */
async function keep(
  context: AuditContext,
  { items }: BothSides,
  { created, written }: InStep,
  findings: readonly SkuFinding[],
  appeared: ReadonlySet<string>,
): Promise<void> {
  const { documents, assertHeld, run, cap, now } = context;
  assertHeld();
  const known = { run: run.run, asOf: run.startedAt, cap };
  await keepKnownSkus(documents, known, activeCodes(items, created, appeared));
  const rows = [...findingRows(findings), ...itemTypeRows(written)];
  const completedAt = new Date(now()).toISOString();
  await keepReport(
    documents,
    reportDocument(documents, assertHeld),
    { run: run.run, completedAt, cap },
    rows,
  );
}

function* activeCodes(items: BothSides['items'], ...more: readonly Iterable<string>[]): Iterable<string> {
  for (const { code, active } of items.values()) if (active) yield code;
  for (const codes of more) yield* codes;
}

/** From here on the audit is the last one. */
async function complete(
  context: AuditContext,
  faults: Readonly<Record<string, number>>,
  { summary }: InStep,
): Promise<void> {
  const { documents, assertHeld, rules, run, state } = context;
  const previewed = summary?.mode === 'preview' ? itemTypeTerms(rules) : state.previewed;
  const after: AuditState = {
    schemaVersion: 1,
    lastStartedAt: run.startedAt,
    last: { run: run.run, faults: { ...faults } },
    ...(previewed !== undefined && { previewed }),
  };
  await context.saveState(after);
  await new ItemPages(documents, run.run, assertHeld).forget();
}
