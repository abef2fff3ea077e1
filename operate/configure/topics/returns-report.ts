import type { Topic } from '../question';

/** Some tenants call the report of returns otherwise (facts/peoplevox §8). */
export const returnsReport: Topic = ({ returnsReport: other }, document) =>
  other === undefined || document.despatch?.reports?.returns?.name !== undefined
    ? []
    : [
        {
          id: 'despatch.reports.returns.name',
          words: `Peoplevox has no report "Return summary". Are returns read from "${other}"?`,
          choices: [
            { answer: other, words: `from ${other}` },
            { answer: 'no', words: 'no: the report is still to be made visible' },
          ],
          proposal: other,
          apply: (current, answer) => {
            if (answer === 'no') return current;
            const { despatch } = current;
            const returns = { ...despatch?.reports?.returns, name: answer };
            return { ...current, despatch: { ...despatch, reports: { ...despatch?.reports, returns } } };
          },
        },
      ];
