import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemWorld, type World } from '../../shared/src/runtime';
import type { Broker, BrokerFactory, PublishOptions, PushSubscription } from './broker';
import { readConnectFile, type DeclaredApplication, type RetryPolicy } from './connect-file';
import { deploy, type DeployedApplication } from './deployed-application';
import { configurationOf, type Configuration } from './deployment-configuration';
import { addressOf, destinationOf, scriptEnvironment, type Cloud, type Destination } from './destination';
import { pubSubEnvelope, snsEnvelope } from './envelope';
import { makeImage } from './image';
import { createJob, type Job } from './job';
import { createPushDispatcher } from './push-dispatcher';

export interface ConnectOptions {
  /** Folder of connect.yaml and of the built applications. */
  readonly repository: string;
  /** CTP_… variables, which Connect injects and nobody declares. */
  readonly apiClient: Configuration;
  /** Values for the declared keys, by application. Applications that are not named here are not deployed. */
  readonly configuration: Readonly<Record<string, Configuration>>;
  /** Instances of an application at the start; 1 if not given. */
  readonly instances?: Readonly<Record<string, number>>;
  /** Whose cloud the deployment runs in: decides the destination and the envelope. Google's if not given. */
  readonly cloud?: Cloud;
  /** The dispatcher in this process if not given. */
  readonly broker?: BrokerFactory;
  /** In place of the policy that connect.yaml declares: seconds are long in a test. */
  readonly retryPolicy?: RetryPolicy;
  /** false: jobs run only when they are asked to. */
  readonly schedules?: boolean;
  /** false: the scripts are left to the caller. */
  readonly postDeploy?: boolean;
  readonly world?: World;
}

/** The deployment of one connector. */
export interface Connect {
  readonly applications: readonly DeployedApplication[];
  application(name: string): DeployedApplication;
  /** The queue in front of an event application. */
  broker(application: string): Broker;
  /** The schedule in front of a job application. */
  job(application: string): Job;
  /** What commercetools does with a message: puts it into the topic of that destination. Rejects if there is none. */
  publish(destination: unknown, payload: unknown, options?: PublishOptions): Promise<void>;
  /** Every line that any process of the deployment ever wrote. */
  output(): readonly string[];
  /** preUndeploy of every application, then stop. */
  undeploy(): Promise<void>;
  /** Ends all processes and removes the images. */
  stop(): Promise<void>;
}

const ACK_DEADLINE_MS = 10_000;
function dispatcherFor(destination: Destination, world: World): BrokerFactory {
  const envelope =
    destination.type === 'SNS'
      ? snsEnvelope(destination.topicArn)
      : pubSubEnvelope(`projects/${destination.projectId}/subscriptions/${destination.topic}`);
  return (subscription) => Promise.resolve(createPushDispatcher(subscription, world, { envelope }));
}

interface Queue {
  readonly application: string;
  readonly address: string;
  readonly broker: Broker;
}

/**
 * Deploys the connector on this machine in Connect's order: images, topics, applications until healthy, post-deploy
 * scripts. On a failure everything that was started is stopped again.
 */
export async function startConnect(options: ConnectOptions): Promise<Connect> {
  const { cloud = 'google', world = systemWorld } = options;
  const images = mkdtempSync(join(tmpdir(), 'connect-'));
  const applications: DeployedApplication[] = [];
  const queues: Queue[] = [];
  const jobs = new Map<string, Job>();

  async function stop(): Promise<void> {
    for (const job of jobs.values()) job.stop();
    try {
      await Promise.all(queues.map(({ broker }) => broker.stop()));
    } finally {
      await Promise.all(applications.map((application) => application.stop()));
      rmSync(images, { recursive: true, force: true });
    }
  }

  async function start(declared: DeclaredApplication, given: Configuration): Promise<void> {
    const destination = destinationOf(declared.name, cloud);
    const application = deploy(
      {
        application: declared,
        image: makeImage(join(options.repository, declared.name), images),
        environment: { ...options.apiClient, ...configurationOf(declared, given) },
        scriptEnvironment: declared.type === 'event' ? scriptEnvironment(destination) : {},
      },
      world,
    );
    applications.push(application);
    for (let count = options.instances?.[declared.name] ?? 1; count > 0; count -= 1)
      await application.addInstance();
    if (declared.type === 'job') {
      const schedule = options.schedules === false ? undefined : declared.schedule;
      jobs.set(declared.name, createJob({ endpoints: () => application.urls(), schedule }, world));
    }
    if (declared.type !== 'event') return;
    const subscription: PushSubscription = {
      name: declared.name,
      endpoints: () => application.urls(),
      ackDeadlineMs: ACK_DEADLINE_MS,
      ...(options.retryPolicy ?? declared.retryPolicy),
    };
    const broker = await (options.broker ?? dispatcherFor(destination, world))(subscription);
    queues.push({ application: declared.name, address: addressOf(destination), broker });
  }

  function application(name: string): DeployedApplication {
    const found = applications.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`No application ${name} is deployed.`);
    return found;
  }

  function job(name: string): Job {
    const found = jobs.get(name);
    if (found === undefined) throw new Error(`No job ${name} is deployed.`);
    return found;
  }

  function queue(what: string, isIt: (candidate: Queue) => boolean): Broker {
    const found = queues.find(isIt);
    if (found === undefined) throw new Error(`There is no topic for ${what}.`);
    return found.broker;
  }

  const connect: Connect = {
    applications,
    application,
    broker: (name) => queue(name, (candidate) => candidate.application === name),
    job,
    publish: async (destination, payload, publishOptions) => {
      const address = addressOf(destination);
      await queue(JSON.stringify(destination), (candidate) => candidate.address === address).publish(
        payload,
        publishOptions,
      );
    },
    output: () => applications.flatMap((deployed) => deployed.output()),
    undeploy: async () => {
      for (const deployed of applications) await deployed.runScript('preUndeploy');
      await stop();
    },
    stop,
  };

  try {
    for (const declared of readConnectFile(options.repository)) {
      const given = options.configuration[declared.name];
      if (given !== undefined) await start(declared, given);
    }
    // Connect promises no order among the applications: at once is the hardest.
    if (options.postDeploy !== false)
      await Promise.all(applications.map((one) => one.runScript('postDeploy')));
    return connect;
  } catch (failure) {
    await stop();
    throw failure;
  }
}
