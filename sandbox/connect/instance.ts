import type { World } from '../../shared/src/runtime';
import type { Configuration } from './deployment-configuration';
import type { Image } from './image';
import { startProcess, type OwnedProcess } from './process';
import { untilReady } from './readiness';

/** One container of an application. */
export interface Instance extends OwnedProcess {
  readonly port: number;
  /** Scheme, host and port, without a path. */
  readonly url: string;
}

interface InstanceOptions {
  readonly image: Image;
  readonly name: string;
  readonly environment: Configuration;
  readonly healthPath: string;
  readonly port: number;
}

const START_LIMIT_MS = 30_000;

/** Starts the container's command and waits until it is healthy; rejects with its last words when it does not become so. */
export async function startInstance(options: InstanceOptions, world: World): Promise<Instance> {
  const { image, name, environment, healthPath, port } = options;
  const [command = '', ...args] = image.start;
  const owned = startProcess({
    // The buildpack's start command is `npm start`; without npm in between, a signal reaches the application itself.
    command: command === 'node' ? process.execPath : command,
    args,
    cwd: image.folder,
    environment: {
      NODE_ENV: 'production',
      ...image.variables,
      ...environment,
      PORT: String(port),
      K_SERVICE: name,
      K_REVISION: `${name}-00001`,
      K_CONFIGURATION: name,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(`${url}${healthPath}`, owned, world, START_LIMIT_MS);
  return Object.assign(owned, { port, url });
}
