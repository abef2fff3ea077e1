import type { RulesDocument } from '../../../shared/src/configuration';
import type { Site } from '../../../shared/src/peoplevox';
import { essence, type Choice, type Known, type Topic } from '../question';

const NO_CHANNEL = 'no-channel';
const LEAVE_OUT = 'leave-out';
const HOLD = 'hold';

type Sites = NonNullable<RulesDocument['sites']>;

/** Which supply Channel holds the stock of a site that the document does not list. */
export const sites: Topic = (known, document) => {
  const listed = document.sites ?? [];
  const unlisted = (known.sites ?? []).filter(({ reference }) =>
    listed.every((site) => site.reference !== reference),
  );
  return unlisted.map((site) => {
    const choices = choicesFor(known, listed);
    return {
      id: `sites.${site.reference}`,
      words: `Where does the stock of site ${site.reference} (${site.name}) go?`,
      choices,
      proposal: proposalFor(site, choices, known, unlisted.length + listed.length),
      apply: (current, answer) =>
        answer === LEAVE_OUT ? current : withSite(current, site.reference, answer),
    };
  });
};

function choicesFor({ project }: Known, listed: Sites): Choice[] {
  const taken = new Set(listed.map(({ supplyChannel }) => supplyChannel ?? NO_CHANNEL));
  const channels = project.channels.filter(({ roles }) => roles.includes('InventorySupply'));
  return [
    ...channels.map(({ key, name }) => ({ answer: key, words: `supply Channel ${key} (${name})` })),
    { answer: NO_CHANNEL, words: 'the entry without supply Channel' },
    { answer: LEAVE_OUT, words: 'nowhere: the connector leaves this site alone' },
  ].filter(({ answer }) => !taken.has(answer));
}

/** A Channel of the same name; the entry without Channel where there is but one site and no Channel. */
function proposalFor(
  site: Site,
  choices: readonly Choice[],
  { project }: Known,
  count: number,
): string | undefined {
  const names = [essence(site.reference), essence(site.name)];
  const alike = project.channels.find(
    ({ key, name, roles }) =>
      roles.includes('InventorySupply') && [key, name].some((text) => names.includes(essence(text))),
  );
  if (alike !== undefined && choices.some(({ answer }) => answer === alike.key)) return alike.key;
  return count === 1 && choices.length === 2 ? NO_CHANNEL : undefined;
}

function withSite(document: RulesDocument, reference: string, answer: string): RulesDocument {
  const site = { reference, ...(answer !== NO_CHANNEL && { supplyChannel: answer }) };
  return { ...document, sites: [...(document.sites ?? []), site] };
}

/** Where lines go that name no supply Channel. */
export const defaultSite: Topic = (_known, document) => {
  const [first, ...others] = document.sites ?? [];
  if (first === undefined || document.defaultSite !== undefined) return [];
  const references = [first, ...others].map(({ reference }) => reference);
  return [
    {
      id: 'defaultSite',
      words: 'Which site ships lines that name no supply Channel?',
      choices: [
        ...references.map((reference) => ({ answer: reference, words: `site ${reference}` })),
        { answer: HOLD, words: 'none: hold such orders until somebody decides' },
      ],
      proposal: others.length === 0 ? first.reference : undefined,
      apply: (current, answer) => ({ ...current, defaultSite: answer === HOLD ? '' : answer }),
    },
  ];
};
