import type { RulesDocument } from '../../../shared/src/configuration';
import type { Topic } from '../question';

const ALL = 'all';

type OrderExport = NonNullable<RulesDocument['orderExport']>;

function withOrderExport(document: RulesDocument, part: OrderExport): RulesDocument {
  return { ...document, orderExport: { ...document.orderExport, ...part } };
}

/** Whether goods leave before they are paid. */
export const payment: Topic = (_known, document) =>
  document.orderExport?.paymentStates !== undefined
    ? []
    : [
        {
          id: 'orderExport.paymentStates',
          words: 'Which orders are sent to the warehouse?',
          choices: [
            { answer: 'paid', words: 'only those with paymentState Paid' },
            { answer: 'any', words: 'all, whatever their paymentState, also unpaid ones' },
          ],
          proposal: undefined,
          apply: (current, answer) =>
            withOrderExport(current, { paymentStates: answer === 'paid' ? ['Paid'] : [] }),
        },
      ];

/** Whose orders, in a project with several Stores. */
export const stores: Topic = ({ project }, document) => {
  const known = project.stores ?? [];
  if (known.length < 2 || document.orderExport?.stores !== undefined) return [];
  return [
    {
      id: 'orderExport.stores',
      words: `Orders of which Stores are sent to this Peoplevox? "all", or keys with commas between: ${known.join(', ')}.`,
      choices: undefined,
      proposal: ALL,
      fault: (answer) => {
        const unknown = answer === ALL ? [] : keysIn(answer).filter((key) => !known.includes(key));
        return unknown.length === 0
          ? undefined
          : `must be "all" or keys of Stores; there is no ${unknown.join(', ')}`;
      },
      apply: (current, answer) => withOrderExport(current, { stores: answer === ALL ? [] : keysIn(answer) }),
    },
  ];
};

function keysIn(answer: string): string[] {
  return answer.split(',').map((key) => key.trim());
}
