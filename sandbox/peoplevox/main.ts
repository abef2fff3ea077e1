import { runStandAlone } from './stand-alone';

runStandAlone(process.argv.slice(2), (text) => void process.stdout.write(`${text}\n`)).catch(
  (error: unknown) => {
    process.stderr.write(`The Peoplevox simulator could not start: ${String(error)}\n`);
    process.exitCode = 1;
  },
);
