import { createLog, readEnvironment, serve, systemWorld } from 'peoplevox-connector-shared/runtime';
import { createApplication } from './application';
import { environmentSchema } from './environment';
import { createHttp } from './http';

try {
  const settings = readEnvironment(environmentSchema, process.env);
  const log = createLog({ level: settings.LOG_LEVEL });
  serve(createHttp(createApplication(settings, systemWorld, log), systemWorld, log), {
    port: process.env['PORT'],
    log,
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
