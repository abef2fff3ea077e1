import { PeoplevoxError } from './errors';

/**
 * Whether no page is to follow. TotalCount is the number of rows that match, on whatever page (facts/peoplevox §5).
 * @param seen rows of all pages so far, this one included
 * How many rows a page holds at most is the server's choice, so the rows count, not the pages.
 * @throws what `missing` makes of it where rows do not show that TotalCount counts: they are not gone.
 */
export function isLastPage(
  { rows, totalCount }: { readonly rows: readonly unknown[]; readonly totalCount: number },
  seen: number,
  missing: (words: string) => Error = (words) => new PeoplevoxError('unreadable', 'GetData', words),
): boolean {
  if (seen >= totalCount) return true;
  if (rows.length > 0) return false;
  throw missing(`Peoplevox says that ${totalCount} rows match and shows ${seen} of them.`);
}
