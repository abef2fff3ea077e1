import {
  deploymentScript,
  readEnvironment,
  systemWorld,
  type DeploymentScript,
} from 'peoplevox-connector-shared/runtime';
import { APPLICATION, createParts, type Parts } from '../application';
import { environmentSchema } from '../environment';
import { serviceUrl } from './service-url';

/** A deployment script of this application: its environment, its parts, and its words in the log. */
export function runAs(
  script: DeploymentScript,
  work: (parts: Parts, service: string) => Promise<readonly string[]>,
): void {
  deploymentScript(APPLICATION, script, async (log) => {
    const schema = environmentSchema.extend({ CONNECT_SERVICE_URL: serviceUrl });
    const settings = readEnvironment(schema, process.env);
    return work(createParts(settings, systemWorld, log), settings.CONNECT_SERVICE_URL);
  });
}
