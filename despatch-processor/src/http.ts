import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response, Router } from 'express';
import { KEEP_EXTENSION_PATH } from 'peoplevox-connector-shared/despatch';
import { createHttpApp, jsonBody, rawBody, type Log, type World } from 'peoplevox-connector-shared/runtime';
import { version } from '../package.json';
import type { CallbackAnswer } from './callbacks/callbacks';
import type { Refusal } from './extension/extension';
import type { Authentication } from './operator/authentication';
import type { Operation } from './operator/operation';
import { addOperator } from './operator/routes';
import { isCallbackName, type CallbackName } from './callbacks/events';

/** The endpoint of connect.yaml. */
export const ENDPOINT = '/despatch-processor';

/** A form of a few numbers. */
const CALLBACK_LIMIT = '32kb';
/** Two orders, of which the platform takes up to 16 MB. */
const LARGEST_ORDERS = '32mb';

export interface Doors {
  readonly isCallbackSecret: (given: string) => boolean;
  readonly callback: (name: CallbackName, text: string) => Promise<CallbackAnswer>;
  readonly isExtensionSecret: (given: string) => boolean;
  /** Judges a write on an order; undefined lets it pass. Never rejects. */
  readonly judge: (body: unknown) => Promise<Refusal | undefined>;
  readonly authentication: Authentication;
  readonly operations: readonly Operation[];
  /** Brings the API extension in step with the rules; says what it did. */
  readonly keepExtension: () => Promise<string>;
}

export function createHttp(doors: Doors, world: World, log: Log) {
  return createHttpApp({
    endpoint: ENDPOINT,
    version,
    log,
    world,
    // Strangers reach this endpoint: a body is read once its sender is known.
    bodies: 'unread',
    handlers: (router) => {
      addCallbacks(router, doors);
      addExtension(router, doors);
      addOperator(router, { ...doors, version, log });
    },
  });
}

function addCallbacks(router: Router, { isCallbackSecret, callback }: Doors): void {
  const known = (
    request: Request<{ secret: string; event: string }>,
    _: Response,
    next: NextFunction,
  ): void => {
    const { secret, event } = request.params;
    // Whoever has no secret learns no more than whoever asks for a path that does not exist.
    const isKnown = isCallbackSecret(secret);
    next(isKnown && isCallbackName(event) ? undefined : 'route');
  };
  const body = rawBody(CALLBACK_LIMIT);
  const take = async (
    request: Request<{ secret: string; event: string }>,
    response: Response,
  ): Promise<void> => {
    const { event } = request.params;
    if (!isCallbackName(event)) return;
    const { status, outcome } = await callback(event, textOf(request));
    response.status(status).json({ outcome });
  };
  router.route('/callbacks/:secret/:event').get(known, take).post(known, body, take);
}

function addExtension(router: Router, { isExtensionSecret, judge, keepExtension }: Doors): void {
  const known: RequestHandler = (request, response, next) => {
    const given = (request.get('Authorization') ?? '').replace(/^Bearer /i, '');
    if (isExtensionSecret(given)) next();
    else response.status(401).end();
  };
  const take: RequestHandler = async ({ body }, response) => {
    const refusal = await judge(body);
    if (refusal === undefined) response.status(200).end();
    else response.status(400).json(refusal);
  };
  // A body that cannot be read is no reason to refuse a customer.
  const letPass: ErrorRequestHandler = async (_error, _request, response, _next) => {
    await judge(undefined);
    response.status(200).end();
  };
  router.post('/extension', known, jsonBody(LARGEST_ORDERS), take, letPass);
  router.post(KEEP_EXTENSION_PATH, async (_request, response) => {
    response.json({ outcome: await keepExtension() });
  });
}

/** Query and form as they came: nothing says that Peoplevox encodes what it puts into them. */
function textOf({ originalUrl, body }: { originalUrl: string; body: unknown }): string {
  const query = originalUrl.includes('?') ? originalUrl.slice(originalUrl.indexOf('?') + 1) : '';
  const form = Buffer.isBuffer(body) ? body.toString('utf8') : '';
  return [query, form].filter((part) => part !== '').join('&');
}
