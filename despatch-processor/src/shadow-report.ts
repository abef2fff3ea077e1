/** `npm run shadow-report`: what would be done if the modes were live. Exits 1 when it gets no answer. */
import { runCommand } from 'peoplevox-connector-shared/runtime';
import { askOperator } from './ask-operator';
import { shadowAnswer } from './operator/shadow';
import { shadowWords } from './operator/shadow-words';

runCommand(async () => {
  const words = shadowWords(shadowAnswer.parse(await askOperator('/shadow')));
  process.stdout.write(`${words.join('\n')}\n`);
});
