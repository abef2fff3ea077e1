/**
 * Adds to a package-lock.json the optional packages for other platforms that its packages name but `npm install` left
 * out because the registry (a mirror, say) did not have them. `npm ci` refuses such a lockfile even on platforms that
 * never install these packages. The added entries carry name, version and platform; npm adds the integrity when it
 * next installs from a registry that has them. To be run after a change of dependencies.
 *
 * Usage: node scripts/complete-lockfile.mjs <folder>…
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const platform =
  /-(?<os>android|darwin|freebsd|linux|openharmony|win32)-(?<cpu>arm64|arm|x64|ia32|loong64|ppc64|riscv64|s390x)(?:-(?<abi>\w+))?$/;
const libraries = { gnu: 'glibc', musl: 'musl' };

/** The lockfile entry of an optional package as its dependent names it; fails where the name tells no platform. */
function entryFor(name, version, dependent) {
  const groups = platform.exec(name)?.groups;
  if (groups === undefined) throw new Error(`${name}@${version} is missing and its name tells no platform.`);
  const libc = libraries[groups.abi];
  return {
    version,
    cpu: [groups.cpu],
    ...(dependent.dev && { dev: true }),
    ...(libc && { libc: [libc] }),
    license: dependent.license,
    optional: true,
    os: [groups.os],
    engines: dependent.engines,
  };
}

async function complete(folder) {
  const file = join(folder, 'package-lock.json');
  const lock = JSON.parse(await readFile(file, 'utf8'));
  const { '': root, ...packages } = lock.packages;
  const known = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
  const missing = Object.values(packages).flatMap((dependent) =>
    Object.entries(dependent.optionalDependencies ?? {})
      .filter(([name]) => !known.has(name))
      .map(([name, version]) => [`node_modules/${name}`, entryFor(name, version, dependent)]),
  );
  if (missing.length === 0) return;
  const sorted = Object.entries({ ...packages, ...Object.fromEntries(missing) }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const completed = { ...lock, packages: { '': root, ...Object.fromEntries(sorted) } };
  await writeFile(file, `${JSON.stringify(completed, null, 2)}\n`);
  console.log(`${file}: ${missing.length} packages for other platforms added`);
}

for (const folder of process.argv.slice(2)) await complete(folder);
