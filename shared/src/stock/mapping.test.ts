import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesSchema } from '../configuration';
import { REQUEST_CONFIRM, REQUEST_FULL, REQUEST_SKUS } from './requests';
import { RUNS_KEY } from './run-log';
import { sellable } from './sellable';

const document = readFileSync(join(__dirname, '../../../docs/mapping/stock.md'), 'utf8');
const examples = document
  .split('\n')
  .filter((line) => /^\|(\s+-?\d+ \|){5}/.test(line))
  .map((line) => line.split('|').slice(1, 6).map(Number));

describe('docs/mapping/stock.md', () => {
  it('computes its examples as the code does', () => {
    expect(examples.length).toBeGreaterThanOrEqual(8);
    for (const [available = 0, unallocated = 0, factor = 1, buffer = 0, expected] of examples)
      expect([available, unallocated, sellable({ available, unallocated, factor, buffer })]).toEqual([
        available,
        unallocated,
        expected,
      ]);
  });

  it('names the objects as the code does', () => {
    for (const key of [REQUEST_FULL, REQUEST_CONFIRM, REQUEST_SKUS, RUNS_KEY])
      expect(document).toContain(`\`${key}\``);
  });

  it('tells the times and shares that hold by default', () => {
    const { fullAt, fullAfterMinutes, overlapMinutes, staleAfterMinutes, maxZeroedShare } = rulesSchema.parse(
      {},
    ).inventory;
    expect(document).toContain(`looking back ${overlapMinutes} minutes`);
    expect(document).toContain(fullAt);
    expect(document).toContain(`after ${fullAfterMinutes / 60} hours without a reading`);
    expect(document).toContain(`after ${staleAfterMinutes} minutes without a completed run`);
    expect(document).toContain(`more than ${maxZeroedShare * 100} % of the known entries`);
  });
});
