/**
 * `npm run doctor`: looks at a real tenant and project, changes nothing, says what is missing, how to mend it and who can.
 * `npm run doctor -- --qa [--item CODE] [--confirm-tenant CLIENT_ID]`: also sends, changes and cancels one order marked as
 * a test on a QA tenant, and says which assumptions about Peoplevox hold there.
 * Settings: see runCommand. Exits 1 when something must be mended or did not hold.
 */
import { parseArgs } from 'node:util';
import type { Rules } from '../../shared/src/configuration';
import { runCommand, systemWorld } from '../../shared/src/runtime';
import { openAccess, readSettings, type Settings } from '../access';
import { judge, printJudged, printVerdicts } from '../qa/print-facts';
import { refusal } from '../qa/qa-tenant';
import { isLeftOpen, rehearse, testNumber } from '../qa/rehearse';
import { examine } from './examine';
import { printResult, printSummary } from './print-result';

const say = (text: string) => void process.stdout.write(`${text}\n`);

async function doctor(): Promise<void> {
  const { values } = parseArgs({
    options: {
      qa: { type: 'boolean', default: false },
      item: { type: 'string' },
      'confirm-tenant': { type: 'string' },
    },
  });
  const settings = readSettings();
  const refused = values.qa ? refusal(settings.peoplevox, values['confirm-tenant']) : undefined;
  if (refused !== undefined) throw new Error(refused);
  const { commercetools, peoplevox } = settings;
  say(
    `commercetools project ${commercetools.projectKey} at ${commercetools.apiUrl}\n` +
      `Peoplevox tenant ${peoplevox.clientId} at ${peoplevox.url}, ${peoplevox.requestsPer15Seconds} calls in 15 s\n`,
  );
  const { results, rules, isPeoplevoxOpen } = await examine(openAccess(settings, systemWorld), (result) =>
    say(printResult(result)),
  );
  say(`\n${printSummary(results)}`);
  const isWell = results.every(({ findings }) => findings.every(({ verdict }) => verdict === 'note'));
  const holds = !values.qa || (await tryOut(settings, isPeoplevoxOpen ? rules : undefined, values.item));
  if (!isWell || !holds) process.exitCode = 1;
}

/** Whether everything that could be tried out holds, and nothing was left behind. */
async function tryOut(
  settings: Settings,
  rules: Rules | undefined,
  item: string | undefined,
): Promise<boolean> {
  if (rules === undefined) {
    say('\nNothing was tried out: mend the above first.');
    return false;
  }
  const number = testNumber(systemWorld.clock.now());
  say(
    `\nTrying out, with sales order ${number}, which is marked as a test (cancel it if this is interrupted):`,
  );
  const seen = await rehearse({
    settings,
    world: systemWorld,
    rules,
    number,
    ...(item !== undefined && { itemCode: item }),
    say: (words) => say(`  … ${words}`),
  });
  const judged = judge(seen, { rules, zone: settings.peoplevox.timeZone });
  say(['', ...judged.map(printJudged)].join('\n'));
  for (const { step, words } of seen.failures) say(`  ✗ ${step}: ${words}`);
  say(`\nTest order ${seen.number}: ${printVerdicts(judged)}`);
  const left = isLeftOpen(seen, rules);
  if (left)
    say(
      `Sales order ${seen.number} could not be seen as cancelled (it shows ${seen.cancelled?.status ?? 'nothing'}): see in Peoplevox, and cancel it there.`,
    );
  return (
    !left && seen.failures.length === 0 && judged.every(({ judgement }) => judgement.verdict !== 'refuted')
  );
}

runCommand(doctor);
