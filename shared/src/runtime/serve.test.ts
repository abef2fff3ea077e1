import { Agent, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import type { Log } from './log';
import { connect } from 'node:net';
import { serve, type Lifecycle, type Serving } from './serve';

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A server whose only answer waits until it is let go. */
async function serveSlowly(agent?: Agent) {
  const clock = createVirtualClock(0);
  let letGo = (): void => undefined;
  let terminate = (): void => undefined;
  const exits: number[] = [];
  const lifecycle: Lifecycle = {
    once: (_signal, run) => {
      terminate = run;
    },
    exit: (code) => exits.push(code),
  };
  let noteArrival = (): void => undefined;
  const arrived = new Promise<void>((resolve) => {
    noteArrival = resolve;
  });
  const app = (_request: IncomingMessage, response: ServerResponse): void => {
    letGo = () => void response.end('done');
    noteArrival();
  };
  const serving = await serve(app, { port: 0, log: silent, clock, lifecycle });
  const answer = call(serving, agent);
  await arrived;
  return { clock, serving, answer, exits, letGo: () => letGo(), terminate: () => terminate() };
}

function call({ port }: Serving, agent?: Agent): Promise<string> {
  return new Promise((resolve) => {
    const asking = get({ host: '127.0.0.1', port, ...(agent && { agent }) }, (response) => {
      response.setEncoding('utf8').on('data', resolve);
    });
    asking.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

describe('serving', () => {
  it('lets the request under way end and takes no other when it is told to terminate', async () => {
    const { serving, answer, exits, letGo, terminate } = await serveSlowly();
    terminate();
    expect(await call(serving)).toBe('ECONNREFUSED');
    expect(exits).toEqual([]);
    letGo();
    expect(await answer).toBe('done');
    await serving.stop();
    await Promise.resolve();
    expect(exits).toEqual([0]);
  });

  it('does not wait for a connection that is kept alive after its answer', async () => {
    const agent = new Agent({ keepAlive: true });
    const { serving, answer, letGo, clock } = await serveSlowly(agent);
    const stopped = serving.stop();
    letGo();
    expect(await answer).toBe('done');
    await stopped;
    expect(clock.pending).toBe(0);
    agent.destroy();
  });

  it('breaks off what has not ended after 10 s', async () => {
    const { clock, serving, answer } = await serveSlowly();
    const stopped = serving.stop();
    await clock.advance(10_000);
    await stopped;
    expect(await answer).toBe('ECONNRESET');
  });

  it.each([
    ['headers', 'POST / HTTP/1.1\r\nHost: a\r\n'],
    ['a body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc'],
  ])('breaks off %s that trickle in for too long', async (_, beginning) => {
    const lifecycle = { once: () => undefined, exit: () => undefined };
    const receiving = { headersMs: 100, wholeMs: 150, everyMs: 50 };
    // Reads whatever comes and never answers before all of it has.
    const app = (request: IncomingMessage): void => void request.resume();
    const serving = await serve(app, { port: 0, log: silent, lifecycle, receiving });
    const socket = connect(serving.port, '127.0.0.1');
    socket.setEncoding('utf8').write(beginning);
    let answer = '';
    for await (const part of socket) answer += String(part);
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    await serving.stop();
  });

  it('rejects when the port is taken', async () => {
    const { serving, letGo } = await serveSlowly();
    await expect(serve(() => undefined, { port: serving.port, log: silent })).rejects.toThrow('EADDRINUSE');
    letGo();
    await serving.stop();
  });

  it('refuses a port that is none', async () => {
    await expect(serve(() => undefined, { port: 'http', log: silent })).rejects.toThrow('PORT is not usable');
  });
});
