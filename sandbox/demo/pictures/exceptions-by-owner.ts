import { box, FAINT, label, PEOPLEVOX, picture } from './drawing';

interface Shown {
  readonly code: string;
  readonly owner: string;
  readonly status: string;
}

const RESOLVED = '#f3d9bf';
const UNIT = 26;
const ROW = 58;
const TOP = 66;

/** What each team had to mend: open exceptions dark, those that have closed themselves light. */
export function exceptionsByOwner(exceptions: readonly Shown[]): string {
  const owners = [...new Set(exceptions.map(({ owner }) => owner))].toSorted((one, other) =>
    one.localeCompare(other),
  );
  const rows = owners.flatMap((owner, index) => {
    const y = TOP + index * ROW;
    const own = exceptions
      .filter((one) => one.owner === owner)
      .toSorted((one, other) => one.status.localeCompare(other.status));
    return [
      label(24, y + 16, owner, { bold: true }),
      ...own.map(({ status }, at) =>
        box(170 + at * UNIT, y, UNIT - 4, 22, status === 'open' ? PEOPLEVOX : RESOLVED),
      ),
      label(170, y + 40, countsOf(own), { colour: FAINT, size: 12 }),
    ];
  });
  const legend = TOP + owners.length * ROW;
  return picture('Exceptions of the morning, by the team that mends them', 900, legend + 44, [
    ...rows,
    box(170, legend + 4, 16, 16, PEOPLEVOX),
    label(194, legend + 17, 'open', { size: 13 }),
    box(250, legend + 4, 16, 16, RESOLVED),
    label(274, legend + 17, 'resolved by itself, once its cause was gone', { size: 13 }),
  ]);
}

/** `2 short-pick, 1 order-invalid`. */
function countsOf(exceptions: readonly Shown[]): string {
  const counts = new Map<string, number>();
  for (const { code } of exceptions) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => `${count} ${code}`).join(', ');
}
