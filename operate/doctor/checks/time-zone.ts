import {
  fromPeoplevox,
  reportColumnList,
  reportField,
  unlessRefused,
  type Page,
} from '../../../shared/src/peoplevox';
import type { Check, Sight } from '../check';
import { mend, note, type Finding } from '../finding';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Clocks of servers differ a little. */
const TOLERANCE_MS = 5 * MINUTE;

export const timeZone: Check = {
  name: 'Time zone',
  asks: ['Peoplevox'],
  look: async (sight) => {
    const { world, settings } = sight;
    const page = await unlessRefused(() => newestChange(sight));
    // That the report cannot be read is another check's finding.
    if (page === undefined) return [];
    const printed = Object.values(page.rows[0] ?? {})[0];
    return plausibility(printed, world.clock.now(), settings.peoplevox.timeZone);
  },
};

/** The newest change of stock, if there is any. */
function newestChange({ client, rules }: Sight): Promise<Page> {
  const { name, columns } = rules.inventory.reports.changes;
  return client.getReportData({
    templateName: name,
    pageNo: 1,
    itemsPerPage: 1,
    orderBy: `${reportField(columns.timestamp).text} desc`,
    columns: reportColumnList([columns.timestamp]),
  });
}

/** What a printed time of the past says about the zone: one of the future is proof, one of just now is reassuring. */
function plausibility(printed: string | undefined, now: number, zone: string): Finding[] {
  if (printed === undefined)
    return note(
      'integration',
      'Peoplevox shows no change of stock yet, so PEOPLEVOX_TIME_ZONE could not be checked. Move some stock and run this again.',
    );
  const at = fromPeoplevox(printed, zone);
  if (at === undefined)
    return mend(
      'integration',
      `Peoplevox prints the time of the newest change of stock in a form that is not known: ${printed}.`,
    );
  if (at > now + TOLERANCE_MS)
    return mend(
      'integration',
      `The newest change of stock is dated ${hours(at - now)} in the future. PEOPLEVOX_TIME_ZONE is ${zone}, and the tenant's zone is east of it: correct it for every application.`,
    );
  if (at < now - TOLERANCE_MS)
    return note(
      'integration',
      `The newest change of stock is dated ${hours(now - at)} ago. If stock moved just now, PEOPLEVOX_TIME_ZONE (${zone}) is wrong: the tenant's zone is west of it.`,
    );
  return [];
}

function hours(ms: number): string {
  return ms < 1.5 * HOUR ? `${Math.round(ms / MINUTE)} minutes` : `${Math.round(ms / HOUR)} hours`;
}
