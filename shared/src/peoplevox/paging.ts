import { PeoplevoxError } from './errors';

/**
 * Whether no page is to follow. TotalCount is the number of rows that match, on whatever page (facts/peoplevox §5).
 * @param seen rows of all pages so far, this one included
 * @throws PeoplevoxError `unreadable` where rows are missing that TotalCount counts: what does not show is not gone.
 */
export function isLastPage(
  { rows, totalCount }: { readonly rows: readonly unknown[]; readonly totalCount: number },
  seen: number,
): boolean {
  if (seen >= totalCount) return true;
  if (rows.length > 0) return false;
  throw new PeoplevoxError(
    'unreadable',
    'GetData',
    `Peoplevox says that ${totalCount} rows match and shows ${seen} of them.`,
  );
}
