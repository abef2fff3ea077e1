import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RequestHandler, Response, Router } from 'express';
import { CommercetoolsError, Conflict } from 'peoplevox-connector-shared/commercetools';
import { RulesUnavailable } from 'peoplevox-connector-shared/configuration';
import { PeoplevoxError, ReportUnusable } from 'peoplevox-connector-shared/peoplevox';
import { correlationId, type Log } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import type { Authentication } from './authentication';
import { openApiDescription } from './openapi';
import { NotFound, NotNow, TextFile, type Operation } from './operation';

interface OperatorParts {
  readonly authentication: Authentication;
  readonly operations: readonly Operation[];
  readonly version: string;
  readonly log: Log;
}

const PERMISSIONS = {
  unknown: {
    status: 401,
    message: 'Send an access token of the commercetools project: Authorization: Bearer <token>.',
  },
  forbidden: { status: 403, message: 'The token lacks the scope for this.' },
} as const;

/** Adds the operations, and their description at `/operator/openapi.json`, which tells nothing and is open. */
export function addOperator(router: Router, parts: OperatorParts): void {
  const { operations, version } = parts;
  router.get('/operator/openapi.json', (_request, response) => {
    response.json(openApiDescription(operations, version));
  });
  for (const operation of operations) {
    const path = `/operator${operation.path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
    router[operation.method](path, handlerOf(operation, parts));
  }
}

function handlerOf(operation: Operation, { authentication, log }: OperatorParts): RequestHandler {
  const { method, path, authority, params, status } = operation;
  return async ({ params: inPath, query, headers }, response) => {
    const refuse = (code: number, message: string) =>
      void response.status(code).json({ message, correlationId: correlationId() });
    try {
      const permission = await authentication(headers.authorization, authority);
      if (permission.kind !== 'granted') {
        const refusal = PERMISSIONS[permission.kind];
        refuse(refusal.status, refusal.message);
        return;
      }
      const given = params.safeParse({ ...query, ...inPath });
      if (!given.success) {
        refuse(400, z.prettifyError(given.error));
        return;
      }
      const answer = await operation.run(given.data);
      if (answer instanceof TextFile) await sendFile(answer, operation, response, log);
      else response.status(status).json(answer);
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      if (failure.status === 503)
        log.warn('An operator could not be answered.', {
          operation: `${method} ${path}`,
          reason: failure.message,
        });
      refuse(failure.status, failure.message);
    }
  };
}

/** A file that breaks off is cut off for whoever reads it too: nothing pretends to be its end. */
async function sendFile(
  { fileName, parts }: TextFile,
  { media, path }: Operation,
  response: Response,
  log: Log,
): Promise<void> {
  response.status(200).type(media).attachment(fileName);
  try {
    await pipeline(Readable.from(parts), response);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    log.warn('A file for an operator broke off.', { operation: `get ${path}`, reason });
  }
}

/** What to say of a failure that is no bug; none of these errors carries personal data. */
function failureOf(error: unknown): { readonly status: number; readonly message: string } | undefined {
  if (error instanceof NotFound) return { status: 404, message: error.message };
  const isPassing =
    error instanceof NotNow ||
    error instanceof PeoplevoxError ||
    error instanceof ReportUnusable ||
    error instanceof CommercetoolsError ||
    error instanceof Conflict ||
    error instanceof RulesUnavailable;
  return isPassing ? { status: 503, message: error.message } : undefined;
}
