import {
  createLog,
  readEnvironment,
  runMain,
  runScript,
  systemWorld,
} from 'peoplevox-connector-shared/runtime';
import { APPLICATION, createParts } from '../application';
import { environmentSchema } from '../environment';
import { checkAudit } from './check-audit';

async function postDeploy(): Promise<void> {
  const log = createLog({ level: 'info' });
  await runScript({ application: APPLICATION, script: 'post-deploy', log }, () =>
    checkAudit(createParts(readEnvironment(environmentSchema, process.env), systemWorld, log)),
  );
}

runMain(postDeploy);
