import { missingColumns } from '../../../shared/src/peoplevox';
import { confirmed, notTested, refuted, type Fact } from '../fact';

export const serviceFacts: readonly Fact[] = [
  {
    id: 'report-columns',
    statement: 'GetReportColumns answers a comma-separated list of names.',
    known: 'not found',
    dependent: 'the checks of post-deploy and `npm run doctor`',
    otherwise:
      'Reports are read all the same; the checks then find none of the columns and say nothing of them.',
    test: 'Looks for the columns of the stock report in the answer.',
    judge: ({ reportColumns }) => {
      if (reportColumns === undefined) return notTested('The report could not be asked for.');
      const missing = missingColumns(reportColumns.wanted, reportColumns.found);
      return missing.length === 0
        ? confirmed(`${reportColumns.found.length} names, all of ours among them.`)
        : refuted(`${reportColumns.found.length} names, ${missing.join(', ')} not among them.`);
    },
  },
  {
    id: 'sessions-apart',
    statement: 'A second log-in of the same user leaves the first session alive.',
    known: 'not found',
    dependent: 'several instances of an application share one user',
    otherwise:
      'Lost sessions are replaced; users that are shared so often that nothing gets done raise `credentials-rejected`. Give each application a user of its own and keep it at one instance.',
    test: 'Logs in a second time and calls with the first session.',
    judge: ({ lostSessions }) => {
      if (lostSessions === undefined) return notTested('The second log-in did not work.');
      return lostSessions === 0
        ? confirmed('The first session went on.')
        : refuted('The first session was ended by the second.');
    },
  },
  {
    id: 'duplicate-subscriptions',
    statement: 'Subscribing the same event twice makes two subscriptions.',
    known: 'inferred',
    dependent: 'deployments keep the ids and end the old subscription after making the new one',
    otherwise:
      'If the second replaced the first, ending the old id would end both: `callbacks-silent` tells, and the next deployment subscribes anew.',
    test: 'Subscribes one event twice to an address that leads nowhere, compares the ids and ends both.',
    judge: ({ subscriptions }) => {
      const [first, second] = subscriptions?.twice ?? [];
      if (first === undefined || second === undefined) return notTested('The event was not taken twice.');
      return first === second ? refuted(`Both have id ${first}.`) : confirmed(`Ids ${first} and ${second}.`);
    },
  },
  {
    id: 'event-types',
    statement: "The tenant's version knows every event that the connector subscribes.",
    known: 'inferred',
    dependent: 'despatches and returns within seconds',
    otherwise:
      'Those that it refuses are left out; what they would tell is found by the sweep of `reconciliation`, up to ten minutes late.',
    test: 'Subscribes each to an address that leads nowhere, and ends it.',
    judge: ({ subscriptions }) => {
      if (subscriptions === undefined) return notTested('Nothing could be subscribed.');
      return subscriptions.refused.length === 0
        ? confirmed('All were taken.')
        : refuted(`Refused: ${[...new Set(subscriptions.refused)].join(', ')}.`);
    },
  },
  {
    id: 'callback-paths',
    statement:
      'Returns and package events carry the sales order number at the paths that the rules name; lists come joined in one value.',
    known: 'inferred',
    dependent: 'despatches and returns within seconds',
    otherwise:
      'Rules `callbacks.*`; several paths are asked for, joined values are taken apart, and the sweep finds what no callback told.',
    test: 'Takes a person who despatches and takes back: see on QA whether bookings come within seconds or with the sweep.',
  },
  {
    id: 'callbacks-unsigned',
    statement: 'Callbacks carry no signature or credentials.',
    known: 'inferred',
    dependent: 'the secret in the address; a callback is only a hint',
    otherwise: 'Nothing: the truth is always read from Peoplevox.',
    test: 'Takes an address that Peoplevox can reach.',
  },
  {
    id: 'users-see-their-sites',
    statement: "What an API user may read follows that user's role and sites.",
    known: 'inferred',
    dependent: 'every report and list',
    otherwise: 'Run `npm run doctor` with the user of each application.',
    test: 'Not told apart by one user.',
  },
  {
    id: 'throttling',
    statement: 'Too many requests are answered by 429, 503, or a refusal that speaks of a limit.',
    known: 'not found',
    dependent: 'slowing down before Peoplevox does it',
    otherwise:
      'Each of these halves the share of calls for a while; anything else is a failed call that is made again.',
    test: 'Not provoked: it could hold up others on the tenant.',
  },
  {
    id: 'quotes-in-searches',
    statement: 'A quotation mark inside a searched value cannot be escaped.',
    known: 'not found',
    dependent: 'SKUs and order numbers with quotation marks',
    otherwise: 'Such values are never searched for; the order or SKU is reported as invalid.',
    test: 'Not needed: nothing rests on it.',
  },
];
