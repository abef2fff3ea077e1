import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { MERCHANT_CLIENT, PROJECT_KEY, REPOSITORY } from '../../simulation/merchant';
import type { Narrator } from '../narrator';
import type { Stage } from '../stage';

/** As a person in a terminal does: `npm run why -- ORDER`. */
async function why({ commercetoolsUrl, connect }: Stage, orderNumber: string): Promise<string> {
  const [url = ''] = connect.application('despatch-processor').urls();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'despatch-processor/src/why.ts', orderNumber],
    {
      cwd: REPOSITORY,
      env: {
        ...process.env,
        CONNECT_SERVICE_URL: url,
        CTP_PROJECT_KEY: PROJECT_KEY,
        CTP_CLIENT_ID: MERCHANT_CLIENT.id,
        CTP_CLIENT_SECRET: MERCHANT_CLIENT.secret,
        CTP_API_URL: commercetoolsUrl,
        CTP_AUTH_URL: commercetoolsUrl,
      },
    },
  );
  return stdout;
}

export async function operatorAsks(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('An operator asks: why is GB-1020 where it is?');
  const answer = await why(stage, 'GB-1020');
  for (const line of answer.split('\n').filter((text) => text !== '')) narrator.note(line);
  narrator.expect(
    'the answer names both systems',
    /In Peoplevox GB-1020 is "Despatched"; 3 of its 3 unit\(s\) left in 2 delivery\(ies\)/.test(answer),
    true,
  );
}
