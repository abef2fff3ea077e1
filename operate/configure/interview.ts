import type { RulesDocument } from '../../shared/src/configuration';
import type { Known, Question, Topic } from './question';
import { carriers } from './topics/carriers';
import { columnNames } from './topics/column-names';
import { returnsReport } from './topics/returns-report';
import { shippingMethods } from './topics/shipping-methods';
import { defaultSite, sites } from './topics/sites';
import { payment, stores } from './topics/which-orders';

/** Each is asked what is open once those before it are settled. */
const topics: readonly Topic[] = [
  sites,
  defaultSite,
  shippingMethods,
  payment,
  stores,
  columnNames,
  returnsReport,
  carriers,
];

/** Answers a question; undefined: it stays open, and the document as it is. */
export type Respondent = (question: Question) => Promise<string | undefined>;

/** The document with everything in it that was answered; what was not asked is as it was. */
export async function interview(
  known: Known,
  document: RulesDocument,
  respond: Respondent,
): Promise<RulesDocument> {
  let current = document;
  for (const topic of topics) {
    const asked = new Set<string>();
    // Asked anew after each answer: a Channel that one site took is no choice for the next.
    for (let question = next(topic(known, current), asked); question !== undefined;) {
      asked.add(question.id);
      const answer = await respond(question);
      if (answer !== undefined) current = question.apply(current, answer);
      question = next(topic(known, current), asked);
    }
  }
  return current;
}

function next(questions: readonly Question[], asked: ReadonlySet<string>): Question | undefined {
  return questions.find(({ id }) => !asked.has(id));
}

/** What is wrong with an answer; undefined: nothing. */
export function faultOf({ choices, fault }: Question, answer: string): string | undefined {
  if (choices === undefined) return fault?.(answer);
  if (choices.some((choice) => choice.answer === answer)) return undefined;
  return `must be one of ${choices.map((choice) => choice.answer).join(', ')}`;
}
