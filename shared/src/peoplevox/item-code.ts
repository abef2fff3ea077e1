/** A deactivated item keeps its rows under a code with this mark (facts/peoplevox §13). */
const DEACTIVATED = '~D~';

export function isDeactivated(itemCode: string): boolean {
  return itemCode.includes(DEACTIVATED);
}

/** The code that a deactivated item had; where in it the mark stands is not documented. */
export function codeBeforeDeactivation(itemCode: string): string {
  const [before = '', after = ''] = itemCode.split(DEACTIVATED);
  return before === '' ? after : before;
}
