import type { ExceptionCode, Owner } from '../codes';
import type { StoredException } from '../stored';

/** Part `notification` of the rules document. */
export interface NotificationTerms {
  readonly everyMinutes: number;
  /** 0: never. */
  readonly remindAfterHours: number;
  readonly afterMinutes: number;
  readonly atLeast: Readonly<Partial<Record<ExceptionCode, number>>>;
}

/** What one team was told, and when last (ms since the epoch). */
export interface Told {
  readonly at: number | undefined;
  /** Key of each exception that was told and stood open → its firstSeenAt and code. */
  readonly open: Readonly<Record<string, { readonly since: string; readonly code: ExceptionCode }>>;
}

export interface DigestGroup {
  readonly code: ExceptionCode;
  readonly open: number;
  /** Not told before, oldest first. */
  readonly fresh: readonly StoredException[];
}

/** One message to one team. */
export interface Digest {
  readonly owner: Owner;
  readonly groups: readonly DigestGroup[];
  /** Told before and no longer open. */
  readonly resolved: Readonly<Partial<Record<ExceptionCode, number>>>;
  /** Nothing is new: what stands open is told again. */
  readonly isReminder: boolean;
}

interface DigestFacts {
  readonly owner: Owner;
  /** Of this owner. */
  readonly open: readonly StoredException[];
  readonly told: Told;
  readonly terms: NotificationTerms;
  readonly now: number;
}

const MINUTE = 60_000;

/** Pure: what a team must be told now, and what it has been told afterwards; undefined: nothing. */
export function decideDigest(
  facts: DigestFacts,
): { readonly digest: Digest; readonly told: Told } | undefined {
  const { owner, open, told, terms, now } = facts;
  if (told.at !== undefined && now - told.at < terms.everyMinutes * MINUTE) return undefined;
  const worth = worthTelling(open, terms, now);
  const isTold = ({ key, firstSeenAt }: StoredException) => told.open[key]?.since === firstSeenAt;
  const fresh = worth.filter((exception) => !isTold(exception));
  const standing = new Set(open.filter(isTold).map(({ key }) => key));
  const gone = Object.entries(told.open).filter(([key]) => !standing.has(key));
  const isReminder = fresh.length === 0 && gone.length === 0 && isDueAgain(facts, worth.length);
  if (fresh.length + gone.length === 0 && !isReminder) return undefined;
  const known = open.filter((exception) => isTold(exception) || fresh.includes(exception));
  return {
    digest: {
      owner,
      groups: groupsOf(known, fresh),
      resolved: counted(gone.map(([, { code }]) => code)),
      isReminder,
    },
    told: {
      at: now,
      open: Object.fromEntries(
        known.map(({ key, firstSeenAt, code }) => [key, { since: firstSeenAt, code }]),
      ),
    },
  };
}

function isDueAgain({ told, terms, now }: DigestFacts, open: number): boolean {
  if (open === 0 || terms.remindAfterHours === 0 || told.at === undefined) return false;
  return now - told.at >= terms.remindAfterHours * 60 * MINUTE;
}

/** Old enough, and enough of its code. */
function worthTelling(
  open: readonly StoredException[],
  { afterMinutes, atLeast }: NotificationTerms,
  now: number,
): StoredException[] {
  const lasting = open.filter(({ firstSeenAt }) => now - Date.parse(firstSeenAt) >= afterMinutes * MINUTE);
  const counts = counted(lasting.map(({ code }) => code));
  return lasting.filter(({ code }) => (counts[code] ?? 0) >= (atLeast[code] ?? 1));
}

function groupsOf(open: readonly StoredException[], fresh: readonly StoredException[]): DigestGroup[] {
  const codes = [...new Set(open.map(({ code }) => code))].sort((one, other) => (one < other ? -1 : 1));
  return codes.map((code) => ({
    code,
    open: open.filter((exception) => exception.code === code).length,
    fresh: fresh
      .filter((exception) => exception.code === code)
      .sort((one, other) => (one.firstSeenAt < other.firstSeenAt ? -1 : 1)),
  }));
}

function counted(codes: readonly ExceptionCode[]): Partial<Record<ExceptionCode, number>> {
  const counts: Partial<Record<ExceptionCode, number>> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
