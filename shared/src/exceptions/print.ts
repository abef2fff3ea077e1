import { catalogue } from './catalogue';
import { codesByOwner, owners, type ExceptionCode } from './codes';

const introduction = `<!-- Printed from shared/src/exceptions/catalogue.ts by npm run docs -->

# Exceptions

What people must act on. Each exception is a Custom Object in the container \`peoplevox-exceptions\` with its owner, what
happened, to which object, and what to do. It resolves itself once its cause is gone; one that comes back is opened
again, counts on, and says since when it stands open this time. No personal data is kept in it.`;

/** docs/exceptions.md: the catalogue as Markdown, by owner. */
export function printExceptions(): string {
  const chapters = owners.map((owner) =>
    [`## ${capitalised(owner)}`, ...codesByOwner[owner].map(entry)].join('\n\n'),
  );
  return `${[introduction, ...chapters].join('\n\n')}\n`;
}

function entry(code: ExceptionCode): string {
  const { title, cause, stops, fix } = catalogue[code];
  return `### \`${code}\`: ${title}\n\n- **Cause:** ${cause}\n- **Stops:** ${stops}\n- **Fix:** ${fix}`;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
