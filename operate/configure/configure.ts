import { Conflict } from '../../shared/src/commercetools';
import {
  configurationContainer,
  configurationKey,
  describeFaults,
  firstDocument,
  rulesSchema,
  type RulesDocument,
} from '../../shared/src/configuration';
import type { Access } from '../access';
import { readRules } from '../rules-document';
import { difference } from './difference';
import { interview, type Respondent } from './interview';
import { readBoth } from './read-both';

interface ConfigureParts {
  readonly access: Access;
  readonly respond: Respondent;
  /** After the last question: names of answers that nothing was asked for. Throws where answers lack. */
  readonly finish: () => readonly string[];
  readonly say: (text: string) => void;
  /** Asked once there is a difference and it was shown. */
  readonly confirm: () => Promise<boolean>;
}

/** The document cannot be proposed or written. */
export class NotConfigured extends Error {
  override readonly name = 'NotConfigured';
}

/** Reads, asks, shows, and writes onto the version that it read. @returns whether it wrote */
export async function configure({ access, respond, finish, say, confirm }: ConfigureParts): Promise<boolean> {
  const { document, version } = await present(access);
  say('Reading both systems …');
  const known = await readBoth(access, rulesSchema.parse(document));
  const wanted = await interview(known, document, respond);
  const unused = finish();
  if (unused.length > 0) say(`Not asked, so not used: ${unused.join(', ')}.`);
  demandValid(wanted);
  const changes = difference(version === 0 ? {} : document, wanted);
  if (changes.length === 0) {
    say('The rules document is as it should be: nothing to change.');
    return false;
  }
  say(['', 'The rules document would change:', ...changes.map((change) => `  ${change}`)].join('\n'));
  if (!(await confirm())) {
    say('\nNothing was written.');
    return false;
  }
  await write(access, wanted, version);
  say('\nWritten; in force within a minute. See npm run doctor.');
  return true;
}

/** The document as it lies there, or the one that a first deployment would write. */
async function present({
  documents,
}: Access): Promise<{ readonly document: RulesDocument; readonly version: number }> {
  const reading = await readRules(documents);
  switch (reading.kind) {
    case 'absent':
      return { document: { ...firstDocument }, version: 0 };
    case 'valid':
      return { document: reading.document, version: reading.version };
    case 'invalid':
      throw new NotConfigured(
        [
          'The rules document has faults; correct them first:',
          ...reading.faults.map((fault) => `- ${fault}`),
        ].join('\n'),
      );
  }
}

function demandValid(document: RulesDocument): void {
  const { error } = rulesSchema.safeParse(document);
  if (error !== undefined)
    throw new NotConfigured(
      ['These answers make no valid rules:', ...describeFaults(error).map((fault) => `- ${fault}`)].join(
        '\n',
      ),
    );
}

async function write({ documents }: Access, document: RulesDocument, version: number): Promise<void> {
  try {
    await documents.write(configurationContainer, configurationKey, document, version);
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    throw new NotConfigured(
      'Somebody else changed the rules document meanwhile; nothing was written. Run this again.',
      {
        cause: error,
      },
    );
  }
}
