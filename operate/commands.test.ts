import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { order } from '../shared/src/orders/composition/order.fixture';
import { REPOSITORY } from './repository';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')));
const TSX = pathToFileURL(require.resolve('tsx')).href;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'commands-'));
  writeFileSync(join(folder, '.env'), 'CTP_PROJECT_KEY=shop\nCTP_API_URL=nowhere\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What `npm run <command>` says in a working directory whose `.env` has some of the settings, not usable all of them. */
function said(command: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
  const [name = '', ...args] = command.split(' ');
  const [file = ''] = (scripts[name] ?? '').split(' ').slice(-1);
  return new Promise((settle) => {
    execFile(
      process.execPath,
      ['--import', TSX, join(REPOSITORY, file), ...args],
      { cwd: folder, env: { ...environment, PATH: process.env['PATH'] } },
      (_, stdout, stderr) => settle(stdout + stderr),
    );
  });
}

describe('the commands of whoever installs and operates', () => {
  it.each(['doctor', 'configure', 'why GB-1', 'shadow-report', 'sku-report'])(
    '%s takes its settings from .env, and says which are missing or wrong',
    async (command) => {
      const words = await said(command);
      expect(words).toContain('CTP_CLIENT_ID is missing');
      expect(words).toContain('CTP_API_URL is not usable');
      expect(words).not.toContain('CTP_PROJECT_KEY');
    },
  );

  it('take the word of the environment before that of .env', async () => {
    const words = await said('sku-report', { CTP_API_URL: 'https://api.example' });
    expect(words).toContain('CTP_CLIENT_ID is missing');
    expect(words).not.toContain('CTP_API_URL');
  });
});

describe('route', () => {
  const kept = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  it('tells the site of each line and the rule that chose it', async () => {
    const file = kept('order.json', JSON.stringify(order()));
    await expect(said(`route ${file}`)).resolves.toContain('2 × MUG-RED → PrimarySite: no supply channel');
  });

  it('tells every fault of the rules', async () => {
    const file = kept('order.json', JSON.stringify(order()));
    const rules = kept('rules.json', JSON.stringify({ sites: 'all', nonsense: 1 }));
    const words = await said(`route ${file} ${rules}`);
    expect(words).toMatch(/The rules are not valid:[^]*sites[^]*nonsense/);
  });

  it('tells when the file is no order, and how it is called', async () => {
    const file = kept('order.json', '{ "id": "x" }');
    await expect(said(`route ${file}`)).resolves.toMatch(/no commercetools order/);
    await expect(said('route')).resolves.toContain('Usage: npm run route -- order.json [rules.json]');
  });
});
