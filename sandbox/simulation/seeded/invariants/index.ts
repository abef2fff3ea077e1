import type { Shop } from '../shop';
import type { SeededWorld } from '../world';
import { capturedOnce } from './captures';
import { neverBackwards, parcelsAreTrue, returnsCountOnce, shippedIsTrue } from './despatch';
import type { Invariant } from './invariant';
import { exportedOnce, foreignUntouched, markedAsExported, neverIncomplete } from './export-once';
import { exceptionsAreTrue, limitKept, noLoops, nothingForgotten } from './messages';
import { onlyOwnFields } from './ownership';
import { nothingLeaks, strangersStayOut } from './privacy';
import { movedOnce, movementsTold, neverMended, neverOversold, noDrift } from './stock';

export interface Violation {
  readonly invariant: string;
  readonly what: string;
}

export function createInvariants(world: SeededWorld, shop: Shop) {
  const scene = { world, shop };
  const all: readonly Invariant[] = [
    exportedOnce(scene),
    neverIncomplete(scene),
    foreignUntouched(scene),
    markedAsExported(scene),
    nothingForgotten(scene),
    limitKept(scene),
    exceptionsAreTrue(scene),
    parcelsAreTrue(scene),
    shippedIsTrue(scene),
    neverBackwards(scene),
    returnsCountOnce(scene),
    neverOversold(scene),
    movedOnce(scene),
    capturedOnce(scene),
    onlyOwnFields(scene),
    noLoops(scene),
    movementsTold(scene),
    nothingLeaks(scene),
    strangersStayOut(scene),
    noDrift(scene),
    neverMended(scene),
  ];

  function first(look: (invariant: Invariant) => string | undefined): Violation | undefined {
    for (const invariant of all) {
      const what = look(invariant);
      if (what !== undefined) return { invariant: invariant.name, what };
    }
    return undefined;
  }

  return {
    atEveryStep: () => first(({ atEveryStep }) => atEveryStep?.()),
    atAcknowledgement: (orderId: string) => first(({ atAcknowledgement }) => atAcknowledgement?.(orderId)),
    atRest: () => first(({ atRest }) => atRest?.()),
  };
}
