import { deploymentScript, readEnvironment, systemWorld } from 'peoplevox-connector-shared/runtime';
import { APPLICATION, createParts } from '../application';
import { environmentSchema } from '../environment';
import { subscriptionDestination } from './deployment';
import { prepare } from './prepare';

deploymentScript(APPLICATION, 'post-deploy', async (log) => {
  const schema = environmentSchema.extend({ destination: subscriptionDestination(process.env) });
  const settings = readEnvironment(schema, process.env);
  return prepare({ ...createParts(settings, systemWorld, log), destination: settings.destination });
});
