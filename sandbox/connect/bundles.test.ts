import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readConnectFile } from './connect-file';
import { record, records, text } from './record';

const repository = resolve(__dirname, '../..');

/** What esbuild wrote of the file that `start` runs: the files in it, and what it loads later. */
function contentsOf(application: string) {
  const file = join(repository, application, 'dist', 'contents.json');
  const contents: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const bundle = record(record(record(contents)['outputs'])['dist/index.js']);
  const imports = records(bundle['imports']).filter(({ kind }) => kind === 'dynamic-import');
  return {
    files: Object.keys(record(bundle['inputs'])),
    bytes: Number(bundle['bytes']),
    later: imports.map(({ path }) => text(path)),
  };
}

const LATER: Readonly<Record<string, readonly string[]>> = {
  'despatch-processor': ['@commercetools/connect-payments-sdk'],
  reconciliation: ['@google-cloud/pubsub'],
};

const applications = readConnectFile(repository).map(({ name }) => name);

describe.each(applications)('the bundle of %s', (application) => {
  const { files, bytes, later } = contentsOf(application);

  it('leaves heavy libraries outside, to be loaded when first needed', () => {
    expect(later).toEqual(LATER[application] ?? []);
    expect(files).not.toContainEqual(expect.stringMatching(/node_modules\/(?:@google-cloud|@grpc|jose)\//));
  });

  // `import * as z from 'zod'` everywhere: from the object of `import { z }` the bundler can take nothing out.
  it('has one language of the library of schemas, not all fifty', () => {
    const languages = files.filter((file) => file.includes('/zod/v4/locales/'));
    expect(languages).toEqual([expect.stringMatching(/\/en\.js$/)]);
  });

  it('is small: Node reads all of it at every start, and keeps it in memory', () => {
    expect(bytes).toBeLessThan(2_500_000);
  });
});
