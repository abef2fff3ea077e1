import { deploymentScript, readEnvironment, systemWorld } from 'peoplevox-connector-shared/runtime';
import { APPLICATION, createParts } from '../application';
import { environmentSchema } from '../environment';
import { checkAudit } from './check-audit';

deploymentScript(APPLICATION, 'post-deploy', async (log) =>
  checkAudit(createParts(readEnvironment(environmentSchema, process.env), systemWorld, log)),
);
