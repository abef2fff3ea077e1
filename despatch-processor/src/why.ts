/** `npm run why -- ORDER`: why is this order where it is? Exits 1 when it gets no answer. */
import { runCommand } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import { askOperator } from './ask-operator';

const answer = z.looseObject({
  sentence: z.string(),
  timeline: z.array(z.object({ at: z.string(), where: z.string(), what: z.string() })),
});

async function why(): Promise<void> {
  const [, , orderNumber] = process.argv;
  if (orderNumber === undefined) throw new Error('Usage: npm run why -- ORDER');
  const { sentence, timeline } = answer.parse(
    await askOperator(`/orders/${encodeURIComponent(orderNumber)}`),
  );
  const moments = timeline.map(
    ({ at, where, what }) => `  ${at.slice(0, 19).replace('T', ' ')}  ${where.padEnd(14)}${what}`,
  );
  process.stdout.write(`${[sentence, '', ...moments].join('\n')}\n`);
}

runCommand(why);
