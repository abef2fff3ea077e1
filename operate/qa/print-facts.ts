import type { Observations } from './observations';
import type { Background, Fact, Judgement } from './fact';
import { facts } from './facts';

interface JudgedFact {
  readonly fact: Fact;
  readonly judgement: Judgement;
}

export function judge(seen: Observations, background: Background): readonly JudgedFact[] {
  return facts.map((fact) => ({
    fact,
    judgement: fact.judge?.(seen, background) ?? { verdict: 'not tested', evidence: fact.test },
  }));
}

const plain = (text: string) => text.replaceAll('`', '');

/** A judged fact in lines for a terminal. */
export function printJudged({ fact, judgement: { verdict, evidence } }: JudgedFact): string {
  const lines = [`  ${verdict.padEnd(11)}${plain(fact.statement)}`, `             ${plain(evidence)}`];
  if (verdict === 'refuted') lines.push(`             Then: ${plain(fact.otherwise)}`);
  return lines.join('\n');
}

/** How many of each verdict. */
export function printVerdicts(judged: readonly JudgedFact[]): string {
  const count = (verdict: Judgement['verdict']) =>
    judged.filter(({ judgement }) => judgement.verdict === verdict).length;
  return `${count('confirmed')} confirmed, ${count('refuted')} refuted, ${count('not tested')} not tested.`;
}

const begin = '<!-- facts: printed by npm run docs -->';
const end = '<!-- end of facts -->';

/** docs/verified.md with the facts printed anew from their list; the prose around them stays. */
export function withFacts(document: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The document needs the lines "${begin}" and "${end}".`);
  return `${document.slice(0, from)}${begin}\n\n${facts.map(printFact).join('\n\n')}\n\n${document.slice(to)}`;
}

function printFact({ statement, known, dependent, otherwise, test, judge: testable }: Fact): string {
  return [
    `**${statement}** (${known})`,
    '',
    `- Rests on it: ${dependent}.`,
    `- If it is not so: ${otherwise}`,
    `- \`doctor --qa\`: ${testable === undefined ? '**not tested.** ' : ''}${test}`,
  ].join('\n');
}
