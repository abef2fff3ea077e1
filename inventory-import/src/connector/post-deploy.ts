import {
  createLog,
  readEnvironment,
  runMain,
  runScript,
  systemWorld,
} from 'peoplevox-connector-shared/runtime';
import { APPLICATION, createParts } from '../application';
import { environmentSchema } from '../environment';
import { checkStock } from './check-stock';

async function postDeploy(): Promise<void> {
  const log = createLog({ level: 'info' });
  await runScript({ application: APPLICATION, script: 'post-deploy', log }, () =>
    checkStock(createParts(readEnvironment(environmentSchema, process.env), systemWorld, log)),
  );
}

runMain(postDeploy);
