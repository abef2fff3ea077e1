import express, { Router, type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import * as z from 'zod';
import { correlationId, withCorrelation } from './correlation';
import type { Log } from './log';
import { uuid, type World } from './world';

export interface HttpAppOptions {
  /** As in connect.yaml, with the leading slash; its rest is the name of the application. */
  readonly endpoint: string;
  readonly version: string;
  readonly log: Log;
  readonly world: Pick<World, 'random'>;
  /** Adds the app's routes, relative to the endpoint. */
  readonly handlers: (router: Router) => void;
  /** As express.json takes it; 1 MB if not given. */
  readonly bodyLimit?: string | number;
  /**
   * `text`: bodies reach the handlers unparsed, for an app that must itself decide on what is not JSON. `unread`: each
   * route reads its own, once it knows the caller.
   */
  readonly bodies?: 'json' | 'text' | 'unread';
}

const CORRELATION_HEADER = 'X-Correlation-ID';
/** What commercetools takes for one, so that the id can go along with our own calls. */
const CORRELATION_ID = /^[A-Za-z0-9/_-]{8,256}$/;
/** SNS posts its JSON as text/plain (Amazon SNS developer guide), CloudEvents as application/cloudevents+json. */
const JSON_TYPES = ['json', '+json', 'text/plain'];
const FRAMES = 8;

const REFUSALS: Readonly<Record<number, string>> = {
  413: 'The body is larger than this endpoint takes.',
  415: 'The encoding of the body is not supported.',
};

/** Errors that express and its body parser make of what the caller sent. */
const callersFault = z.object({ status: z.int().min(400).max(499), expose: z.literal(true) });

function correlate(world: HttpAppOptions['world']): RequestHandler {
  return (request, response, next) => {
    const given = request.get(CORRELATION_HEADER) ?? '';
    const id = CORRELATION_ID.test(given) ? given : uuid(world.random);
    response.set(CORRELATION_HEADER, id);
    withCorrelation(id, next);
  };
}

function statusOfFault(error: unknown): number | undefined {
  if (error instanceof URIError) return 400;
  return callersFault.safeParse(error).data?.status;
}

/** Where it happened. Its message may quote the data that it stumbled over, so it stays out of the log. */
function factsOf(error: unknown): { errorClass: string; at: string[] } {
  if (!(error instanceof Error)) return { errorClass: typeof error, at: [] };
  const lines = (error.stack ?? '').split('\n').map((line) => line.trim());
  return { errorClass: error.name, at: lines.filter((line) => line.startsWith('at ')).slice(0, FRAMES) };
}

function answerErrors(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const status = statusOfFault(error);
    if (status === undefined) log.error('A request ended in an unexpected error.', factsOf(error));
    else log.warn('A request could not be read.', { status });
    // The answer has begun; all that is left is to break it off, which express does.
    if (response.headersSent) {
      next(error);
      return;
    }
    const message =
      status === undefined
        ? 'Something unexpected happened. The correlation id leads to it in the log.'
        : (REFUSALS[status] ??
          'The request cannot be read: its body is not valid JSON, or its path is malformed.');
    response.status(status ?? 500).json({ message, correlationId: correlationId() });
  };
}

/** For a route of an app whose bodies are `unread`: the bytes of whatever is sent, as a Buffer. */
export function rawBody(limit: string | number): RequestHandler {
  return express.raw({ limit, type: () => true });
}

/** For a route of an app whose bodies are `unread`: its JSON, parsed. */
export function jsonBody(limit: string | number): RequestHandler {
  return express.json({ limit, type: JSON_TYPES });
}

/**
 * The frame of an app: status, correlation ids, JSON bodies, and answers to everything that goes wrong, none of which
 * tells the caller more than the correlation id.
 */
export function createHttpApp({
  endpoint,
  version,
  log,
  world,
  handlers,
  bodyLimit = '1mb',
  bodies = 'json',
}: HttpAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(correlate(world));
  const status = { status: 'OK', application: endpoint.replace(/^\//, ''), version };
  app.get(['/status', `${endpoint}/status`], (_request, response) => void response.json(status));
  if (bodies !== 'unread') app.use(express[bodies]({ limit: bodyLimit, type: JSON_TYPES }));
  const router = Router();
  handlers(router);
  app.use(endpoint, router);
  app.use((_request, response) => {
    response.status(404).json({ message: 'There is nothing here.', correlationId: correlationId() });
  });
  app.use(answerErrors(log));
  return app;
}
