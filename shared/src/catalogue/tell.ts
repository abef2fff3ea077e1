import * as z from 'zod';
import type { Documents } from '../commercetools/documents';
import { isIn } from '../commercetools/predicate';
import type { Rules } from '../configuration/rules';
import type { ExceptionStore, Subject } from '../exceptions/exception';
import { exceptionContainer } from '../exceptions/store';
import { inFlight } from '../runtime/in-flight';
import type { SkuFinding } from './weigh';
import type { Items, Variants } from './facts';
import { isForeign, type SkuCode } from './faults';
import { exceptionOf } from './wording';

/** The exceptions that the audit raises, and therefore resolves. */
const auditCodes = [
  'sku-missing-in-peoplevox',
  'sku-missing-in-commercetools',
  'sku-near-miss',
  'sku-invalid',
  'barcode-mismatch',
  'barcode-duplicate',
  'item-deactivated',
] as const satisfies readonly SkuCode[];

interface Telling {
  readonly documents: Documents;
  readonly exceptions: ExceptionStore;
  readonly items: Items;
  readonly variants: Variants;
  readonly rules: Pick<Rules, 'skuAudit' | 'notShippedByPeoplevox'>;
  /** Which of these codes Peoplevox knows by now. */
  readonly knownByNow: (codes: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Requests to commercetools at a time. */
  readonly cap: number;
}

interface Told {
  /** Opened by this audit. */
  readonly raised: number;
  readonly resolved: number;
  /** Open afterwards. */
  readonly open: number;
  /** Worth telling, but more than the rules allow at once; they are in the report. */
  readonly untold: number;
  /** SKUs that Peoplevox seemed not to know, and knows by now. */
  readonly appeared: ReadonlySet<string>;
}

/**
 * Opens, updates and closes the exceptions of SKUs: one a SKU, for SKUs that somebody sells, worst first. The scan took
 * minutes, so Peoplevox is asked once more for each SKU that it seemed not to know.
 */
export async function tell(telling: Telling, findings: readonly SkuFinding[]): Promise<Told> {
  const { exceptions, cap } = telling;
  const { maxExceptions, soldWithinDays } = telling.rules.skuAudit;
  const open = await openExceptions(telling.documents);
  const worthTelling = findings.filter(({ severity }) => severity !== 'dormant');
  const isOpen = (finding: SkuFinding) => open.has(keyOf(finding.faults[0].code, finding.sku));
  const fresh = worthTelling.filter((finding) => !isOpen(finding));
  const chosen = [...worthTelling.filter(isOpen), ...fresh.slice(0, maxExceptions)];
  const appeared = await telling.knownByNow(chosen.filter(({ unknown }) => unknown).map(({ sku }) => sku));
  const told = chosen.filter(({ sku }) => !appeared.has(sku));
  await inFlight(told, cap, (finding) => exceptions.raise(exceptionOf(finding, soldWithinDays)));

  const toldKeys = new Set(told.map(({ sku, faults }) => keyOf(faults[0].code, sku)));
  const found = new Map(findings.map((finding) => [finding.sku, finding]));
  const gone = [...open].filter(([key, one]) => !toldKeys.has(key) && !stays(telling, one));
  await inFlight(gone, cap, ([, { code, sku }]) => {
    const evidence = appeared.has(sku)
      ? 'Peoplevox knows it now.'
      : evidenceFor(telling, sku, found.get(sku));
    return exceptions.resolve(code, subjectOf(sku), evidence);
  });
  const raised = told.filter((finding) => !isOpen(finding)).length;
  return {
    raised,
    resolved: gone.length,
    open: open.size - gone.length + raised,
    untold: worthTelling.length - chosen.length,
    appeared,
  };
}

interface OpenException {
  readonly code: SkuCode;
  readonly sku: string;
}

const stored = z.object({
  code: z.enum(auditCodes),
  subject: z.object({ type: z.literal('sku'), key: z.string() }),
});

async function openExceptions(documents: Documents): Promise<Map<string, OpenException>> {
  const open = new Map<string, OpenException>();
  const [first, ...others] = auditCodes;
  const where = `value(status = "open" and ${isIn('code', [first, ...others])})`;
  for await (const { value } of documents.list<unknown>(exceptionContainer, where)) {
    const { data } = stored.safeParse(value);
    if (data !== undefined)
      open.set(keyOf(data.code, data.subject.key), { code: data.code, sku: data.subject.key });
  }
  return open;
}

/** inventory-import reports stock that cannot be sold, whether anybody asks for the SKU or not. */
function stays({ items, variants, rules }: Telling, { code, sku }: OpenException): boolean {
  const isMissing = items.get(sku)?.active === true && !variants.has(sku);
  return code === 'sku-missing-in-commercetools' && isMissing && !isForeign(sku, rules);
}

function evidenceFor(
  { items, variants, rules }: Telling,
  sku: string,
  finding: SkuFinding | undefined,
): string {
  if (finding?.severity === 'dormant')
    return 'Nobody sells it any more; the report of the audit still has it.';
  if (finding !== undefined) return `Something else is wrong with it now: ${finding.faults[0].code}.`;
  const variant = variants.get(sku);
  if (variant?.shipped === false || isForeign(sku, rules)) return 'By rule Peoplevox does not ship it.';
  if (variant === undefined)
    return items.get(sku)?.active === true
      ? 'The audit takes it for another SKU now.'
      : 'Neither side has it any more.';
  return 'Both sides have it, and they agree.';
}

function keyOf(code: SkuCode, sku: string): string {
  return `${code}\n${sku}`;
}

function subjectOf(sku: string): Subject {
  return { type: 'sku', key: sku };
}
