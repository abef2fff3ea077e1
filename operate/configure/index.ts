/**
 * `npm run configure [-- --answers answers.json] [--yes]`: reads both systems, asks what neither knows, shows what would
 * change in the rules document, and writes it once a person says so (or `--yes`). What it does not ask stays as it is;
 * the modes are never touched. With `--answers` nobody is asked: a JSON object, id of a question → answer.
 * Settings: see runCommand. Exits 1 when nothing can be proposed.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { runCommand, systemWorld } from '../../shared/src/runtime';
import { openAccess, readSettings } from '../access';
import { configure } from './configure';
import { atTerminal, fromAnswers } from './respondents';

const say = (text: string) => void process.stdout.write(`${text}\n`);
const answersFile = z.record(z.string(), z.string());

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: { answers: { type: 'string' }, yes: { type: 'boolean', default: false } },
  });
  const access = openAccess(readSettings(), systemWorld);
  if (values.answers !== undefined) {
    const { respond, finish } = fromAnswers(
      answersFile.parse(JSON.parse(readFileSync(values.answers, 'utf8'))),
    );
    await configure({ access, respond, finish, say, confirm: async () => values.yes });
    return;
  }
  const terminal = createInterface({ input: process.stdin });
  // Lines that come before their question are kept: answers may also be piped in.
  const lines = terminal[Symbol.asyncIterator]();
  const ask = async (prompt: string): Promise<string> => {
    process.stdout.write(prompt);
    const { value, done } = await lines.next();
    if (done === true) throw new Error('\nThe answers ended before the questions; nothing was written.');
    return value;
  };
  try {
    await configure({
      access,
      respond: atTerminal({ write: say, ask }),
      finish: () => [],
      say,
      confirm: async () => values.yes || /^y(?:es)?$/i.test((await ask('\nWrite it? (yes/no) > ')).trim()),
    });
  } finally {
    terminal.close();
  }
}

runCommand(run);
