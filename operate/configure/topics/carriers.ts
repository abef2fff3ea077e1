import type { Topic } from '../question';

const PLACE = '{trackingNumber}';

/** Where customers follow their parcels. */
export const carriers: Topic = ({ carriers: known = [] }, document) =>
  known
    .filter((name) => document.carriers?.[name] === undefined)
    .map((name) => ({
      id: `carriers.${name}`,
      words: `Address of the tracking page of ${name}, with ${PLACE} where the number goes; empty: none.`,
      choices: undefined,
      proposal: '',
      fault: (answer) =>
        answer === '' || (/^https?:\/\/\S+$/.test(answer) && answer.includes(PLACE))
          ? undefined
          : `must begin with https:// and contain ${PLACE}`,
      apply: (current, answer) =>
        answer === ''
          ? current
          : { ...current, carriers: { ...current.carriers, [name]: { trackingUrl: answer } } },
    }));
