import { isDeepStrictEqual } from 'node:util';
import { Conflict, type Documents, type Stored } from '../commercetools/documents';
import type { ExceptionStore, Subject } from '../exceptions';
import type { Clock } from '../runtime/clock';
import type { Log } from '../runtime/log';
import { SpeakingError } from '../runtime/words-of';
import {
  configurationContainer,
  configurationKey,
  firstDocument,
  validCopyKey,
  validCopySchema,
} from './documents';
import { describeFaults } from './faults';
import { rulesSchema, type Rules } from './rules';

const readAgainAfterMs = 60_000;
const readAgainAfterFailureMs = 5_000;
const staleAfterMs = 10 * 60_000;
const subject: Subject = { type: 'configuration', key: configurationKey };

/** The rules in force, and the version of the document that they come from (0: no document, all defaults). */
interface RulesInForce {
  readonly rules: Rules;
  readonly version: number;
}

interface RulesSource {
  /** Rejects with RulesUnavailable when no valid rules are known: the caller answers 503 and never guesses. */
  current(): Promise<RulesInForce>;
}

/** No rules to work by; the work must come again later. */
export class RulesUnavailable extends SpeakingError {
  override readonly name = 'RulesUnavailable';
}

interface RulesSourceParts {
  readonly documents: Documents;
  readonly exceptions: ExceptionStore;
  readonly clock: Clock;
  readonly log: Log;
}

type Reading = { readonly rules: Rules } | { readonly faults: readonly string[] };

/**
 * The rules document, read at most every 60 s, once for all who ask at the same time. A document with faults raises
 * `configuration-invalid` and leaves the last valid one in force, which a copy beside it carries over restarts. While
 * the document cannot be read, the rules read last stay in force for 10 minutes.
 */
export function createRulesSource({ documents, exceptions, clock, log }: RulesSourceParts): RulesSource {
  let inForce: RulesInForce | undefined;
  let readAt = -Infinity;
  let readAgainAt = -Infinity;
  let failure: unknown;
  let reading: Promise<void> | undefined;
  /** The version and time of the document that was accepted and of which copy and exception are up to date. */
  let settled: string | undefined;

  async function readDocument(): Promise<void> {
    const startedAt = clock.now();
    try {
      inForce = await read();
      readAt = startedAt;
      readAgainAt = startedAt + readAgainAfterMs;
      failure = undefined;
    } catch (error) {
      failure = error;
      readAgainAt = clock.now() + readAgainAfterFailureMs;
      if (!(error instanceof RulesUnavailable))
        log.warn('The rules document could not be read.', { reason: reasonOf(error) });
    }
  }

  async function read(): Promise<RulesInForce> {
    // The copy before the document: whoever changed the copy since has seen a newer document, and wins by its version.
    const copy = await documents.read<unknown>(configurationContainer, validCopyKey);
    const stored = await documents.read<unknown>(configurationContainer, configurationKey);
    // Not installed yet, and nothing may hide that from the deployment that is about to do it.
    if (copy === undefined && stored === undefined)
      return { rules: rulesSchema.parse(firstDocument), version: 0 };
    const document = stored?.value ?? {};
    const result = examine(document);
    if ('faults' in result) return fallBack(result.faults, copy);
    const version = stored?.version ?? 0;
    await settle(`${version}@${stored?.lastModifiedAt ?? 0}`, version, document, copy);
    return { rules: result.rules, version };
  }

  /** What follows from a valid document that was not seen before; what fails here is done again at the next reading. */
  async function settle(
    state: string,
    sourceVersion: number,
    document: unknown,
    copy: Stored<unknown> | undefined,
  ) {
    if (state === settled) return;
    try {
      const value = { schemaVersion: 1, sourceVersion, document };
      if (!isDeepStrictEqual(copy?.value, value))
        await documents.write(configurationContainer, validCopyKey, value, copy?.version ?? 0);
      await exceptions.resolve(
        'configuration-invalid',
        subject,
        `Version ${sourceVersion} of the document is valid.`,
      );
      settled = state;
      log.info('The rules are in force.', { version: sourceVersion });
    } catch (error) {
      if (!(error instanceof Conflict))
        log.warn('The valid rules could not be kept; the next reading repeats it.', {
          reason: reasonOf(error),
        });
    }
  }

  async function fallBack(
    faults: readonly string[],
    copy: Stored<unknown> | undefined,
  ): Promise<RulesInForce> {
    settled = undefined;
    const known = lastValid(copy?.value) ?? inForce;
    try {
      await exceptions.raise(finding(faults, known));
    } catch (error) {
      log.warn('An exception could not be kept; the next reading repeats it.', { reason: reasonOf(error) });
    }
    log.error('The rules document has faults.', { faults, versionInForce: known?.version });
    if (known) return known;
    throw new RulesUnavailable(
      `The rules document has faults and no valid one is known: ${faults.join('; ')}.`,
    );
  }

  return {
    async current() {
      if (clock.now() >= readAgainAt) {
        reading ??= readDocument().finally(() => {
          reading = undefined;
        });
        await reading;
      }
      if (inForce && (failure === undefined || clock.now() - readAt < staleAfterMs)) return inForce;
      if (failure instanceof RulesUnavailable) throw failure;
      throw new RulesUnavailable(`The rules document could not be read: ${reasonOf(failure)}`, {
        cause: failure,
      });
    },
  };
}

function examine(document: unknown): Reading {
  const result = rulesSchema.safeParse(document);
  return result.success ? { rules: result.data } : { faults: describeFaults(result.error) };
}

function lastValid(copy: unknown): RulesInForce | undefined {
  const kept = validCopySchema.safeParse(copy);
  if (!kept.success) return undefined;
  const result = examine(kept.data.document);
  return 'rules' in result ? { rules: result.rules, version: kept.data.sourceVersion } : undefined;
}

function finding(faults: readonly string[], known: RulesInForce | undefined) {
  const consequence = known
    ? `The document is not applied; the last valid one (version ${known.version}) stays in force.`
    : 'No valid document is known, so nothing is processed.';
  return {
    code: 'configuration-invalid',
    subject,
    message: `The Custom Object ${configurationContainer}/${configurationKey} has faults: ${faults.join('; ')}. ${consequence}`,
    fix: 'Correct the named keys (docs/configuration.md lists all of them). It is read again within a minute.',
  } as const;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
