import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printConfiguration, printConfigurationSchema } from './print';

const published = (file: string) => readFileSync(join(__dirname, '../../../docs', file), 'utf8');
const rows = () =>
  printConfiguration()
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\||\|$/g, '').trim()));

describe('the published configuration', () => {
  it('is what the schema prints (else run: npm run docs)', () => {
    expect(published('configuration.md')).toBe(printConfiguration());
    expect(published('configuration.schema.json')).toBe(printConfigurationSchema());
  });

  it('says of every key what it means', () => {
    expect(rows().filter(([, , meaning]) => meaning === '')).toEqual([]);
    expect(rows().length).toBeGreaterThan(60);
  });

  it('shows the keys of groups, lists and maps with their defaults', () => {
    const defaults = new Map(rows().map(([key, value]) => [key, value]));
    expect(Object.fromEntries(defaults)).toMatchObject({
      '`mode`': '',
      '`mode.orders`': '`"live"`',
      '`orderExport.number.prefix`': '`""`',
      '`sites`': '`[{"reference":"PrimarySite","supplyChannel":null,"safetyBuffer":0}]`',
      '`sites[].safetyBuffer`': '`0`',
      '`routing[].when.countries`': '`[]`',
      '`carriers.<name>.trackingUrl`': '',
      '`orderExport.notBefore`': '`null`',
    });
  });

  it('lists the values of a key that has only some', () => {
    const meanings = new Map(rows().map(([key, , meaning]) => [key, meaning]));
    expect(meanings.get('`orderExport.number.missing`')).toMatch(/ One of `"hold"`, `"generate"`\.$/);
    expect(meanings.get('`orderExport.orderStates`')).toMatch(/ One of `"Open"`, `"Confirmed"`/);
    expect(meanings.get('`sites`')).not.toContain('One of');
  });

  it('is a JSON Schema that tells good documents from bad ones', () => {
    const ajv = new Ajv2020({ allErrors: true });
    addFormats(ajv);
    const validate = ajv.compile(JSON.parse(printConfigurationSchema()));
    expect(validate({})).toBe(true);
    expect(
      validate({ orderExport: { stores: null, orderStates: ['Open'] }, sites: [{ reference: 'A' }] }),
    ).toBe(true);
    expect(validate({ mode: { orders: 'on' } })).toBe(false);
    expect(validate({ sites: [{}] })).toBe(false);
    expect(validate({ unknown: 1 })).toBe(false);
  });
});
