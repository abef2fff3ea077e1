import {
  createLog,
  readEnvironment,
  runMain,
  runScript,
  systemWorld,
} from 'peoplevox-connector-shared/runtime';
import { APPLICATION, createParts } from '../application';
import { environmentSchema } from '../environment';
import { subscriptionDestination } from './deployment';
import { prepare } from './prepare';

async function postDeploy(): Promise<void> {
  const log = createLog({ level: 'info' });
  await runScript({ application: APPLICATION, script: 'post-deploy', log }, () => {
    const schema = environmentSchema.extend({ destination: subscriptionDestination(process.env) });
    const settings = readEnvironment(schema, process.env);
    return prepare({ ...createParts(settings, systemWorld, log), destination: settings.destination });
  });
}

runMain(postDeploy);
