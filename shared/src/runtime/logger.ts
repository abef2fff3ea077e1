import { Writable } from 'node:stream';
import { createLogger, format } from 'winston';
import { systemClock, type Clock } from './clock';
import { correlationId } from './correlation';
import type { Log, LogFacts } from './log';
import { withoutEmails, withoutPrivateFacts } from './redaction';
import type { LogLevel } from './settings';

interface LogOptions {
  /** The least important level that is written. */
  readonly level: LogLevel;
  /** Takes each line, without its end; standard output if not given. */
  readonly write?: (line: string) => void;
  readonly clock?: Clock;
}

/** Google Cloud Logging's words, by which Connect's log viewer filters (facts/commercetools §2). */
const SEVERITY: Readonly<Record<LogLevel, string>> = {
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
};

/** The line is complete when it comes to winston, which would otherwise serialise it once more. */
const asItIs = format((info) => info);

function toStandardOutput(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * A log of one JSON object a line: `severity`, `message`, `time`, the `correlationId` of the current request, and the
 * facts beside them. What looks like personal data or a secret is masked.
 */
export function createLog({ level, write = toStandardOutput, clock = systemClock }: LogOptions): Log {
  const logger = createLogger({ level, format: asItIs() });
  logger.pipe(
    new Writable({
      objectMode: true,
      write: ({ message }: { message: string }, _encoding, done) => {
        write(message);
        done();
      },
    }),
  );

  const at =
    (lineLevel: LogLevel) =>
    (message: string, facts: LogFacts = {}): void => {
      if (!logger.isLevelEnabled(lineLevel)) return;
      const own = {
        severity: SEVERITY[lineLevel],
        message: withoutEmails(message),
        time: new Date(clock.now()).toISOString(),
        correlationId: correlationId(),
      };
      // First for whoever reads the raw line, last so that no fact takes their place.
      const line = { ...own, ...withoutPrivateFacts(facts), ...own };
      logger.log(lineLevel, JSON.stringify(line));
    };

  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
