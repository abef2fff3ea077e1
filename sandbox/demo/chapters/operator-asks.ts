import type { Narrator } from '../narrator';
import type { Stage } from '../stage';
import { inTerminal } from '../terminal';

export async function operatorAsks(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('An operator asks: why is GB-1020 where it is?');
  const answer = await inTerminal(stage, process.execPath, [
    '--import',
    'tsx',
    'despatch-processor/src/why.ts',
    'GB-1020',
  ]);
  for (const line of answer.split('\n').filter((text) => text !== '')) narrator.note(line);
  narrator.expect(
    'the answer names both systems',
    /In Peoplevox GB-1020 is "Despatched"; 3 of its 3 unit\(s\) left in 2 delivery\(ies\)/.test(answer),
    true,
  );
}
