/**
 * `node ../shared/start-once.mjs` in the folder of an application that was just built: starts it once by its own start
 * script, as the last step of the build. A bundle that cannot start fails the build, and Node keeps what it compiled in
 * `dist/compile-cache`, so that containers start faster (docs/performance.md).
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const LIMIT_MS = 15_000;
const POLL_MS = 2;

/** Enough for the configuration to be complete; nobody listens there, and starting up must not need anybody. */
const CONFIGURATION = {
  CTP_PROJECT_KEY: 'shop',
  CTP_CLIENT_ID: 'id',
  CTP_CLIENT_SECRET: 'secret',
  CTP_SCOPE: 'manage_orders:shop',
  CTP_API_URL: 'http://127.0.0.1:9',
  CTP_AUTH_URL: 'http://127.0.0.1:9',
  PEOPLEVOX_URL: 'http://127.0.0.1:9',
  PEOPLEVOX_CLIENT_ID: 'tenant',
  PEOPLEVOX_USERNAME: 'user',
  PEOPLEVOX_PASSWORD: 'password',
  PEOPLEVOX_CALLBACK_SECRET: 'callback-secret',
};

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** @returns {Promise<number>} 0: no answer */
export async function statusOf(url) {
  try {
    const response = await fetch(url);
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
}

/**
 * Starts the application in the folder, waits for 200 on /status, lets `look` see it, and ends it.
 * @param {string} folder
 * @param {{ node?: string, look?: (running: { pid: number, url: string, ms: number }) => Promise<unknown> }} options
 * @returns what `look` found; rejects with the application's own words where it does not start
 */
export async function startOnce(folder, { node = process.execPath, look = async () => undefined } = {}) {
  const { scripts } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const port = await freePort();
  const startedAt = performance.now();
  // In place of the shell, so that its process is the application's.
  const child = spawn('sh', ['-c', `exec env ${scripts.start}`], {
    cwd: folder,
    env: {
      PATH: [dirname(node), process.env.PATH].join(delimiter),
      NODE_ENV: 'production',
      PORT: String(port),
      ...CONFIGURATION,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const ended = new Promise((resolve) => child.on('close', resolve).on('error', resolve));
  const url = `http://127.0.0.1:${port}`;
  try {
    while ((await statusOf(`${url}/status`)) !== 200) {
      const isLate = performance.now() - startedAt > LIMIT_MS;
      if (isLate || child.exitCode !== null) throw new Error(`No 200 on /status of ${folder}:\n${output}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return await look({ pid: child.pid, url, ms: performance.now() - startedAt });
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await startOnce(process.cwd());
