import { createApplication } from '../../../reconciliation/src/application';
import { environmentSchema } from '../../../reconciliation/src/environment';
import { createLog, readEnvironment, runMain, systemWorld } from '../../../shared/src/runtime';

/** More calls than a comparison makes: Peoplevox's limit is lifted, all else is as deployed. */
const UNLIMITED = 2_000;

/** One run of reconciliation in a process of its own; prints what it came upon and what it cost. */
async function run(): Promise<void> {
  const settings = readEnvironment(environmentSchema, process.env);
  const unlimited = {
    ...settings,
    peoplevox: { ...settings.peoplevox, requestsPer15Seconds: UNLIMITED },
  };
  const application = createApplication(unlimited, systemWorld, createLog({ level: 'error' }));
  const startedAt = performance.now();
  const result = await application.tick();
  const seconds = (performance.now() - startedAt) / 1000;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
  process.stdout.write(`${JSON.stringify({ result, seconds, peakMb: maxRSS / 1_000, cpuSeconds })}\n`);
}

runMain(run);
