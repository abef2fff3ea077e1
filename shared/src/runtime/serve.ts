import { createServer, type RequestListener, type Server } from 'node:http';
import { systemClock, type Clock } from './clock';
import type { Log } from './log';

/** The part of `process` that ends it. */
export interface Lifecycle {
  once(signal: 'SIGTERM', run: () => void): unknown;
  exit(code: number): unknown;
}

interface ServeOptions {
  /** 8080 if not given (or empty), as Connect expects; 0 for any that is free. */
  readonly port?: string | number;
  readonly log: Log;
  readonly clock?: Clock;
  readonly lifecycle?: Lifecycle;
  /** Slower requests are answered 408 and their connections closed: 20 s for the headers, 60 s for all if not given. */
  readonly receiving?: Receiving;
}

export interface Serving {
  readonly port: number;
  /** Takes no more connections, lets requests end for up to 10 s, and breaks off what is left. */
  stop(): Promise<void>;
}

const DEFAULT_PORT = 8080;
const GRACE_MS = 10_000;
/** Longer than the load balancer keeps its connections, so that it is never us who closes one under a request. */
const KEEP_ALIVE_MS = 620_000;
/** How long a request may take to arrive, in ms; answering it is another matter. */
interface Receiving {
  readonly headersMs: number;
  readonly wholeMs: number;
  /** How often it is looked at. */
  readonly everyMs: number;
}

const RECEIVING: Receiving = { headersMs: 20_000, wholeMs: 60_000, everyMs: 5_000 };

function portFrom(port: ServeOptions['port']): number {
  if (port === undefined || port === '') return DEFAULT_PORT;
  const number = Number(port);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  throw new RangeError('PORT is not usable: expected a whole number from 0 to 65535.');
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function stopping(server: Server, clock: Clock): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    const cancel = clock.after(GRACE_MS, () => server.closeAllConnections());
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    cancel();
  };
  server.on('request', (_request, response) => {
    // A connection that was busy when the server closed would otherwise be kept alive after its answer.
    response.once('close', () => {
      if (stopped !== undefined) server.closeIdleConnections();
    });
  });
  return () => (stopped ??= stop());
}

/** Listens; on SIGTERM it stops as `stop` does and ends the process. Rejects when the port cannot be had. */
export async function serve(
  app: RequestListener,
  { port, log, clock = systemClock, lifecycle = process, receiving = RECEIVING }: ServeOptions,
): Promise<Serving> {
  const server = createServer(
    {
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: receiving.headersMs,
      requestTimeout: receiving.wholeMs,
      connectionsCheckingInterval: receiving.everyMs,
    },
    app,
  );
  const stop = stopping(server, clock);
  const actualPort = await listen(server, portFrom(port));
  lifecycle.once('SIGTERM', () => {
    log.info('Stopping: no new requests are taken, those under way may end.');
    void stop().then(() => lifecycle.exit(0));
  });
  log.info('Listening.', { port: actualPort });
  return { port: actualPort, stop };
}
