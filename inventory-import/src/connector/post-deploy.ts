import { deploymentScript, readEnvironment, systemWorld } from 'peoplevox-connector-shared/runtime';
import { APPLICATION, createParts } from '../application';
import { environmentSchema } from '../environment';
import { checkStock } from './check-stock';

deploymentScript(APPLICATION, 'post-deploy', async (log) =>
  checkStock(createParts(readEnvironment(environmentSchema, process.env), systemWorld, log)),
);
