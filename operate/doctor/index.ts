/**
 * `npm run doctor`: looks at a real tenant and project, changes nothing, says what is missing, how to mend it and who can.
 * Environment: as the applications take it, or a file `.env`. Exits 1 when something must be mended.
 */
import { runMain, systemWorld } from '../../shared/src/runtime';
import { openAccess, readSettings } from '../access';
import { examine } from './examine';
import { printResult, printSummary } from './print-result';

const say = (text: string) => void process.stdout.write(`${text}\n`);

async function doctor(): Promise<void> {
  const settings = readSettings();
  const { commercetools, peoplevox } = settings;
  say(
    `commercetools project ${commercetools.projectKey} at ${commercetools.apiUrl}\n` +
      `Peoplevox tenant ${peoplevox.clientId} at ${peoplevox.url}, ${peoplevox.requestsPer15Seconds} calls in 15 s\n`,
  );
  const { results } = await examine(openAccess(settings, systemWorld), (result) => say(printResult(result)));
  say(`\n${printSummary(results)}`);
  if (results.some(({ findings }) => findings.some(({ verdict }) => verdict === 'mend')))
    process.exitCode = 1;
}

runMain(doctor);
