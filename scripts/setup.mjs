/**
 * Makes a fresh clone ready: installs where node_modules is missing or does not match the lockfile; with `--build` also
 * bundles the applications whose sources are newer than their bundle. Doing nothing takes milliseconds, so every
 * script that needs a ready checkout starts with it.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applications } from './applications.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @param {string} path @returns {Promise<number>} ms since the epoch; 0 where there is nothing */
async function changedAt(path) {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (error.code === 'ENOENT') return 0;
    throw error;
  }
}

async function read(path) {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const seconds = (startedAt) => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

/** Runs a command in a folder, quietly: its output matters only if it fails, as the `cause` of the error. */
async function run(what, command, args, cwd) {
  const startedAt = performance.now();
  const output = [];
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const code = await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
  if (code !== 0)
    throw new Error(`${what} failed: \`${command} ${args.join(' ')}\` in ${cwd} ended with ${code}.`, {
      cause: Buffer.concat(output).toString(),
    });
  // Not to stdout, which may be a report.
  console.error(`setup: ${what} (${seconds(startedAt)})`);
}

const INSTALL = ['ci', '--no-audit', '--no-fund', '--fetch-timeout=60000'];
const INSTALL_ATTEMPTS = 3;

/** npm asks again for what it did not get, but gives up where a reply stops in its middle. */
async function npmInstall(what, cwd) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await run(what, 'npm', INSTALL, cwd);
      return;
    } catch (error) {
      const isOfNetwork = /npm error code E(IDLETIMEOUT|TIMEDOUT|CONNRESET|RR_SOCKET_TIMEOUT)/.test(
        error.cause,
      );
      if (!isOfNetwork || attempt === INSTALL_ATTEMPTS) throw error;
      console.error(`setup: the registry stopped answering; once more: ${what}`);
    }
  }
}

/**
 * The stamp holds the lockfile's digest. npm's own record of an installation is believed too, as long as the lockfile
 * has not changed since: it stands for an `npm install` made by hand.
 */
async function install(folder) {
  const cwd = join(root, folder);
  const stamp = join(cwd, 'node_modules', '.setup-stamp');
  const lockfile = join(cwd, 'package-lock.json');
  const digest = createHash('sha256')
    .update(await readFile(lockfile))
    .digest('hex');
  if ((await read(stamp)) === digest) return;
  const installedAt = await changedAt(join(cwd, 'node_modules', '.package-lock.json'));
  if (installedAt < (await changedAt(lockfile))) {
    const what = folder === '.' ? 'what tests and tools need' : folder;
    if (folder === '.') console.error('setup: installing; on a fresh clone this takes a minute or two');
    await npmInstall(`installed ${what}`, cwd);
  }
  await writeFile(stamp, digest);
}

async function newestIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sources = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'));
  return Math.max(
    0,
    ...(await Promise.all(sources.map((entry) => changedAt(join(entry.parentPath, entry.name))))),
  );
}

async function build(application) {
  const cwd = join(root, application);
  const inputs = await Promise.all([
    newestIn(join(cwd, 'src')),
    newestIn(join(root, 'shared', 'src')),
    changedAt(join(cwd, 'package.json')),
    changedAt(join(root, 'shared', 'package-lock.json')),
  ]);
  if ((await changedAt(join(cwd, 'dist', 'index.js'))) > Math.max(...inputs)) return;
  await run(`built ${application}`, 'npm', ['run', 'bundle'], cwd);
}

/** Deploy-time artefacts are bundled one after the other; installations wait for the network and go side by side. */
async function setUp() {
  const apps = applications.map(({ name }) => name);
  await Promise.all(['.', 'shared', ...apps].map(install));
  if (process.argv.includes('--build')) for (const application of apps) await build(application);
}

const startedAt = performance.now();
try {
  await setUp();
  console.error(`setup: ready (${seconds(startedAt)})`);
} catch (error) {
  if (typeof error.cause === 'string') process.stderr.write(error.cause);
  console.error(`setup: ${error.message}`);
  process.exitCode = 1;
}
