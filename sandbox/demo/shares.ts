import { readConnectFile } from '../connect';
import { REPOSITORY } from '../simulation/merchant';
import { SHARES, type Stage } from './stage';

/** Calls in 15 seconds that the deployed applications may make; the jobs have one share in common. */
export function shareOf(stage: Stage): number {
  const deployed = new Set(stage.connect.applications.map(({ name }) => name));
  const shares = readConnectFile(REPOSITORY)
    .filter(({ name }) => deployed.has(name))
    .map(({ name, type, configuration }) => {
      const declared = configuration.find(({ key }) => key === 'PEOPLEVOX_REQUESTS_PER_15_SECONDS');
      return [type === 'job' ? 'jobs' : name, Number(SHARES[name] ?? declared?.default ?? 0)] as const;
    });
  return [...new Map(shares).values()].reduce((sum, share) => sum + share, 0);
}
