import { createLog, readEnvironment, runMain, serve, systemWorld } from 'peoplevox-connector-shared/runtime';
import { createApplication } from './application';
import { environmentSchema } from './environment';
import { createHttp } from './http';

async function start(): Promise<void> {
  const settings = readEnvironment(environmentSchema, process.env);
  const log = createLog({ level: settings.LOG_LEVEL });
  const application = createApplication(settings, systemWorld, log);
  await serve(createHttp(application, systemWorld, log), { port: process.env['PORT'], log });
}

runMain(start);
