import type { ExceptionCode } from '../exceptions/codes';
import type { Finding, Subject } from '../exceptions/exception';
import type { OrderFault } from './composition/sales-order';
import type { Outcomes, SalesOrderOutcome } from './sending/send-job';

/** The exceptions that the export of an order raises, and therefore resolves. */
export const exportCodes = [
  'order-invalid',
  'order-unroutable',
  'order-sku-unknown',
  'order-number-conflict',
  'order-rejected',
  'order-missing-in-peoplevox',
  'order-cancelled-in-warehouse',
  'change-too-late',
  'cancel-too-late',
] as const satisfies readonly ExceptionCode[];

type ExportCode = (typeof exportCodes)[number];

type Problem = { readonly code: ExportCode; readonly message: string; readonly fix: string };

/** One finding a code, naming every fault at once. */
export function faultFindings(subject: Subject, faults: readonly OrderFault[]): Finding[] {
  return grouped(subject, faults);
}

/** Attempts without an answer of Peoplevox, one after the other, after which people are told. */
const UNCONFIRMED_TOLD = 5;

/**
 * What a person must know of the fate of each sales order.
 * @param unconfirmed attempts in a row, this one included, of which Peoplevox did not say what became of them
 */
export function outcomeFindings(subject: Subject, outcomes: Outcomes, unconfirmed = 0): Finding[] {
  const unanswered = [...outcomes].flatMap(([number, { kind }]) =>
    kind === 'unknown' && unconfirmed >= UNCONFIRMED_TOLD ? [neverConfirmed(number)] : [],
  );
  return grouped(subject, [
    ...[...outcomes].flatMap(([number, outcome]) => problemOf(number, outcome) ?? []),
    ...unanswered,
  ]);
}

function grouped(subject: Subject, problems: readonly Problem[]): Finding[] {
  const codes = [...new Set(problems.map(({ code }) => code))];
  return codes.map((code) => {
    const same = problems.filter((problem) => problem.code === code);
    const sentences = (texts: readonly string[]) => [...new Set(texts)].join(' ');
    return {
      code,
      subject,
      message: sentences(same.map(({ message }) => message)),
      fix: sentences(same.map(({ fix }) => fix)),
    };
  });
}

function problemOf(number: string, outcome: SalesOrderOutcome): Problem | undefined {
  switch (outcome.kind) {
    case 'conflict':
      return {
        code: 'order-number-conflict',
        message: `Peoplevox already has a sales order ${number} that does not belong to this order. This order is held and nothing was overwritten.`,
        fix: 'Rename or remove the other sales order in Peoplevox, or set orderExport.number.prefix in the rules document; then change anything on the order, or wait for the next reconciliation.',
      };
    case 'missing':
      return {
        code: 'order-missing-in-peoplevox',
        message: `Sales order ${number} was confirmed by Peoplevox earlier and is no longer there. The change to this order could not be sent.`,
        fix: 'Find out in Peoplevox who deleted it. If it must be shipped, place the order again.',
      };
    case 'cancelled-in-warehouse':
      return {
        code: 'order-cancelled-in-warehouse',
        message: `Sales order ${number} is cancelled in Peoplevox, while the order is still open in commercetools.`,
        fix: 'Agree with customer service whether the order is cancelled: cancel it in commercetools, or place it again.',
      };
    case 'change-too-late':
      return {
        code: 'change-too-late',
        message: `The order was changed when sales order ${number} had status "${outcome.status}" in Peoplevox, so the warehouse does not have: ${outcome.changes.join('; ')}.`,
        fix: 'Make the change in Peoplevox by hand if the parcel can still be stopped; otherwise tell customer service.',
      };
    case 'cancel-too-late':
      return {
        code: 'cancel-too-late',
        message: `Sales order ${number} is not wanted any more, because the order was cancelled or changed, when it had status "${outcome.status}" in Peoplevox. It may be shipped.`,
        fix: 'Stop it in the warehouse if it can still be stopped and cancel it in Peoplevox; otherwise tell customer service to expect a return.',
      };
    case 'columns-missing':
      return {
        code: 'order-rejected',
        message: `Sales order ${number} was not sent: Peoplevox's integration templates lack ${outcome.missing.join(', ')}, which the rules document fills.`,
        fix: 'Let the warehouse add what is missing under Integrations > Integration templates, or name the tenant\'s own labels in "columnNames" of the rules document; the order is sent again when it changes and by reconciliation.',
      };
    case 'refused':
      return refused(number, outcome);
    case 'unfinished':
      return outcome.words === undefined ? undefined : brokenOff(number, outcome.words);
    default:
      return undefined;
  }
}

const TAKEN = {
  nothing: { message: '', fix: '' },
  'on-hold': { message: ' What had been taken of it is on hold in Peoplevox.', fix: '' },
  'not-on-hold': {
    message: ' A part of it was taken and could not be put on hold: it may be shipped incomplete.',
    fix: ' Put it on hold in Peoplevox by hand until then.',
  },
} as const;

function refused(number: string, { words, taken }: Extract<SalesOrderOutcome, { kind: 'refused' }>): Problem {
  return {
    code: 'order-rejected',
    message: `Peoplevox refused sales order ${number}: "${words}".${TAKEN[taken].message}`,
    fix: `Mend what Peoplevox names (in Peoplevox, or on the order); the order is sent again when it changes and by reconciliation.${TAKEN[taken].fix}`,
  };
}

function brokenOff(number: string, words: string): Problem {
  return {
    code: 'order-rejected',
    message: `Peoplevox failed to process sales order ${number}, sent alone: "${words}". It is tried again and again.`,
    fix: 'If it lasts, mend what Peoplevox names, or show its words to Descartes.',
  };
}

function neverConfirmed(number: string): Problem {
  return {
    code: 'order-rejected',
    message: `Peoplevox gave no answer to sales order ${number}, at least ${UNCONFIRMED_TOLD} times in a row. Parts of it may be there. It is looked up and sent again and again.`,
    fix: 'Look in Peoplevox what it has of the sales order. If other orders go through, something in this one makes Peoplevox fail: show its number to Descartes; or cancel the order and place it anew.',
  };
}
