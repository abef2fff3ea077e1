import type { NextFunction, Request, Response, Router } from 'express';
import { createHttpApp, rawBody, type Log, type World } from 'peoplevox-connector-shared/runtime';
import { version } from '../package.json';
import type { CallbackAnswer } from './callbacks/callbacks';
import { isCallbackName, type CallbackName } from './callbacks/events';

/** The endpoint of connect.yaml. */
export const ENDPOINT = '/despatch-processor';

/** A form of a few numbers. */
const CALLBACK_LIMIT = '32kb';

export interface Doors {
  readonly isCallbackSecret: (given: string) => boolean;
  readonly callback: (name: CallbackName, text: string) => Promise<CallbackAnswer>;
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

/** Query and form as they came: nothing says that Peoplevox encodes what it puts into them. */
function textOf({ originalUrl, body }: { originalUrl: string; body: unknown }): string {
  const query = originalUrl.includes('?') ? originalUrl.slice(originalUrl.indexOf('?') + 1) : '';
  const form = Buffer.isBuffer(body) ? body.toString('utf8') : '';
  return [query, form].filter((part) => part !== '').join('&');
}
