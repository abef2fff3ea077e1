import { leakedFrom } from '../leaks';
import type { Narrator } from '../narrator';
import { shareOf } from '../shares';
import type { Stage } from '../stage';

export function inTheEnd(stage: Stage, narrator: Narrator): void {
  narrator.chapter('In the end');
  narrator.expect(
    'no sales order could be allocated before its lines existed',
    stage.peoplevox.violations.length,
    0,
  );
  const share = shareOf(stage);
  narrator.expect(
    `never more than ${share} calls in any 15 s, the sum of what the applications may make here`,
    stage.peoplevox.peak() <= share,
    true,
  );
  narrator.expect(
    'no name, address, e-mail or phone number in logs, exceptions, ledger or audit',
    leakedFrom(stage).length,
    0,
  );
}
