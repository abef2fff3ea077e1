import { readConnectFile } from '../../connect';
import { REPOSITORY } from '../../simulation/merchant';
import { leakedFrom } from '../leaks';
import type { Narrator } from '../narrator';
import { SHARES, type Stage } from '../stage';

/** Calls in 15 seconds that the deployed applications may make; the jobs have one share in common. */
function shareOf(stage: Stage): number {
  const deployed = new Set(stage.connect.applications.map(({ name }) => name));
  const shares = readConnectFile(REPOSITORY)
    .filter(({ name }) => deployed.has(name))
    .map(({ name, type, configuration }) => {
      const declared = configuration.find(({ key }) => key === 'PEOPLEVOX_REQUESTS_PER_15_SECONDS');
      return [type === 'job' ? 'jobs' : name, Number(SHARES[name] ?? declared?.default ?? 0)] as const;
    });
  return [...new Map(shares).values()].reduce((sum, share) => sum + share, 0);
}

export function inTheEnd(stage: Stage, narrator: Narrator): void {
  narrator.chapter('In the end');
  narrator.expect(
    'no sales order could be allocated before its lines existed',
    stage.peoplevox.violations.length,
    0,
  );
  const share = shareOf(stage);
  narrator.expect(
    `never more than ${share} calls in any 15 s, the shares of all applications`,
    stage.peoplevox.peak() <= share,
    true,
  );
  narrator.expect(
    'no name, address, e-mail or phone number in logs, exceptions, ledger or audit',
    leakedFrom(stage).length,
    0,
  );
}
