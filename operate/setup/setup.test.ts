import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { printSetup, SETUP_FOLDER } from './print-setup';
import { drive } from '../../sandbox/peoplevox/testing';
import { templateSetups } from './templates';

const REPOSITORY = join(__dirname, '../..');

describe('peoplevox-setup', () => {
  it.each([...printSetup()])('%s is as the code says (npm run docs writes it)', (file, text) => {
    expect(readFileSync(join(REPOSITORY, file), 'utf8')).toBe(text);
  });

  it('holds nothing else', () => {
    const printed = [...printSetup().keys()].map((file) => basename(file));
    expect(readdirSync(join(REPOSITORY, SETUP_FOLDER)).sort()).toEqual(printed.sort());
  });

  it('has only columns that the simulated Peoplevox knows too', () => {
    const peoplevox = drive();
    for (const { template, columns } of templateSetups()) {
      const answer = peoplevox.call('GetSaveTemplate', `<templateName>${template}</templateName>`);
      expect(answer.detail.split(',')).toEqual(expect.arrayContaining([...columns]));
    }
  });

  it('lists what is needed among the columns', () => {
    for (const { columns, needed } of templateSetups())
      expect(columns).toEqual(expect.arrayContaining([...needed]));
  });
});
