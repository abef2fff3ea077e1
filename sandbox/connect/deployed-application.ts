import type { World } from '../../shared/src/runtime';
import type { DeclaredApplication } from './connect-file';
import type { Configuration } from './deployment-configuration';
import type { Image } from './image';
import { startInstance, type Instance } from './instance';
import { freePort, startProcess } from './process';

export interface DeployedApplication {
  readonly name: string;
  readonly endpoint: string;
  /** Instances that run now; one that was killed or stopped is not among them. */
  instances(): readonly Instance[];
  /** The endpoint at every running instance. */
  urls(): readonly string[];
  /** Starts one more instance: the load grew. */
  addInstance(): Promise<Instance>;
  /** Starts an instance in the place (the port) of one that was killed or stopped; stops it first if it still runs. */
  restart(instance: Instance): Promise<Instance>;
  /** Runs a script of connect.yaml in the image; resolves with its output lines, rejects with them when it fails. */
  runScript(script: 'postDeploy' | 'preUndeploy'): Promise<readonly string[]>;
  /** Every line that any instance or script of this application ever wrote. */
  output(): readonly string[];
  stop(): Promise<void>;
}

interface Deployment {
  readonly application: DeclaredApplication;
  readonly image: Image;
  readonly environment: Configuration;
  /** What only scripts see: the CONNECT_ variables apart from CONNECT_SERVICE_URL, which is made here. */
  readonly scriptEnvironment: Configuration;
}

export function deploy(
  { application, image, environment, scriptEnvironment }: Deployment,
  world: World,
): DeployedApplication {
  const { name, endpoint, healthPath, scripts } = application;
  const outputs: (readonly string[])[] = [];
  const instances = new Set<Instance>();
  const running = (): Instance[] => [...instances].filter((instance) => instance.running);

  async function start(port: number): Promise<Instance> {
    const instance = await startInstance({ image, name, environment, healthPath, port }, world);
    outputs.push(instance.output);
    instances.add(instance);
    return instance;
  }

  async function runScript(script: 'postDeploy' | 'preUndeploy'): Promise<readonly string[]> {
    const command = scripts[script];
    if (command === '') return [];
    const serviceUrl = `${running()[0]?.url ?? ''}${endpoint}`;
    const owned = startProcess({
      command: 'sh',
      args: ['-c', command],
      cwd: image.folder,
      environment: {
        NODE_ENV: 'production',
        ...environment,
        ...scriptEnvironment,
        CONNECT_SERVICE_URL: serviceUrl,
      },
    });
    outputs.push(owned.output);
    const ended = await owned.ended;
    if (ended !== 0) throw new Error(`${script} of ${name} ended with ${ended}:\n${owned.output.join('\n')}`);
    return owned.output;
  }

  return {
    name,
    endpoint,
    instances: running,
    urls: () => running().map(({ url }) => `${url}${endpoint}`),
    addInstance: async () => start(await freePort()),
    restart: async (instance) => {
      await instance.stop();
      instances.delete(instance);
      return start(instance.port);
    },
    runScript,
    output: () => outputs.flat(),
    stop: async () => {
      await Promise.all(running().map((instance) => instance.stop()));
    },
  };
}
