import { createHash } from 'node:crypto';
import type { Change } from './reports';
import { placeKey } from './units-under-way';

/** What the report of changes says, seen against what was applied before. */
export interface SortedChanges {
  /** The newest change of each place, by place. */
  readonly newest: ReadonlyMap<string, Change>;
  /** Places with a change that was not applied before. */
  readonly fresh: ReadonlySet<string>;
  /** To be kept as applied. */
  readonly fingerprints: readonly string[];
  /** Time of the newest change; undefined without any. */
  readonly latest: number | undefined;
}

/**
 * Pure. `changes` are in the order of their time. A change counts as applied as often as it was seen before: times
 * are perhaps printed to the minute only, so that two changes may look the same.
 */
export function sortChanges(changes: readonly Change[], applied: readonly string[]): SortedChanges {
  const left = new Map<string, number>();
  for (const fingerprint of applied) left.set(fingerprint, (left.get(fingerprint) ?? 0) + 1);
  const newest = new Map<string, Change>();
  const fresh = new Set<string>();
  const fingerprints: string[] = [];
  let latest: number | undefined;
  for (const change of changes) {
    const place = placeKey(change.site, change.sku);
    const fingerprint = fingerprintOf(change);
    const before = left.get(fingerprint) ?? 0;
    if (before === 0) fresh.add(place);
    else left.set(fingerprint, before - 1);
    fingerprints.push(fingerprint);
    newest.set(place, change);
    latest = Math.max(latest ?? change.at, change.at);
  }
  return { newest, fresh, fingerprints, latest };
}

function fingerprintOf({ site, sku, at, available }: Change): string {
  return createHash('sha256')
    .update(JSON.stringify([site, sku, at, available]))
    .digest('base64')
    .slice(0, 10);
}
