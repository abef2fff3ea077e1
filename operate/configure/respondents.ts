import { faultOf, type Respondent } from './interview';
import type { Question } from './question';

/** Answers that do not fit, or lack. Names them all. */
export class AnswersIncomplete extends Error {
  override readonly name = 'AnswersIncomplete';
}

/** Answers from a file: what it lacks is taken from the proposals. `finish` names everything that was left open. */
export function fromAnswers(answers: Readonly<Record<string, string>>): {
  readonly respond: Respondent;
  /** Ids of the file that nothing was asked for. @throws AnswersIncomplete */
  readonly finish: () => readonly string[];
} {
  const open: string[] = [];
  const asked = new Set<string>();
  return {
    respond: async (question) => {
      asked.add(question.id);
      const answer = answers[question.id] ?? question.proposal;
      const fault = answer === undefined ? 'is not answered' : faultOf(question, answer);
      if (fault === undefined) return answer;
      open.push(`${question.id} ${fault}: ${question.words}${listed(question)}`);
      return undefined;
    },
    finish: () => {
      if (open.length > 0)
        throw new AnswersIncomplete(
          ['Answers are missing or wrong:', ...open.map((line) => `- ${line}`)].join('\n'),
        );
      return Object.keys(answers).filter((id) => !asked.has(id));
    },
  };
}

function listed({ choices }: Question): string {
  if (choices === undefined) return '';
  const known = choices.map(({ answer, words }) => `${answer} = ${words}`);
  return ` ${known.join('; ')}.`;
}

interface Terminal {
  readonly write: (text: string) => void;
  /** A line that a person types. */
  readonly ask: (prompt: string) => Promise<string>;
}

/** Asks a person, again until the answer fits. A choice may be answered by its number. */
export function atTerminal({ write, ask }: Terminal): Respondent {
  return async (question) => {
    const { words, choices, proposal } = question;
    write(`\n${words}`);
    choices?.forEach((choice, index) => write(`  ${index + 1}  ${choice.words}`));
    const proposed = choices?.findIndex(({ answer }) => answer === proposal) ?? -1;
    const hint = proposed >= 0 ? String(proposed + 1) : (proposal ?? '');
    for (;;) {
      const typed = (await ask(hint === '' ? '> ' : `[${hint}] > `)).trim();
      const answer = typed === '' && proposal !== undefined ? proposal : meant(question, typed);
      const fault = faultOf(question, answer);
      if (fault === undefined) return answer;
      write(choices === undefined ? `  It ${fault}.` : `  It must be a number from 1 to ${choices.length}.`);
    }
  };
}

function meant({ choices }: Question, typed: string): string {
  return choices?.[Number(typed) - 1]?.answer ?? typed;
}
