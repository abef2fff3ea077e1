import { catalogue } from '../catalogue';
import type { StoredException } from '../stored';
import type { Digest, DigestGroup } from './digest';

/** Of each code; the rest is counted. */
const SHOWN = 5;
/** Chat programs cut longer messages. */
const LONGEST = 3_500;

/** A digest as one message in Slack's mark-up; other chat programs show it as it is. `project`: which shop it is. */
export function digestWords({ owner, groups, resolved, isReminder }: Digest, project: string): string {
  const open = groups.reduce((sum, group) => sum + group.open, 0);
  const news = groups.reduce((sum, { fresh }) => sum + fresh.length, 0);
  const gone = Object.entries(resolved).map(([code, count]) => `${count} × ${code}`);
  const what = isReminder ? 'still open' : `open, ${news} new`;
  const lines = [
    `*${escaped(project)}: ${open} ${what}* for ${owner}`,
    ...groups.flatMap(groupLines),
    ...(gone.length === 0 ? [] : [`Resolved: ${gone.join(', ')}.`]),
  ];
  return shortened(lines);
}

function groupLines({ code, open, fresh }: DigestGroup): string[] {
  const rest = fresh.length - SHOWN;
  return [
    `*${catalogue[code].title}* (${code}): ${open} open`,
    ...fresh.slice(0, SHOWN).map(exceptionLine),
    ...(rest > 0 ? [`… and ${rest} more`] : []),
  ];
}

function exceptionLine({ subject, message, fix }: StoredException): string {
  const name = subject.key ?? subject.id ?? subject.type;
  return `• ${escaped(name)}: ${escaped(message)} → ${escaped(fix)}`;
}

/** Slack's three characters with a meaning. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function shortened(lines: readonly string[]): string {
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > LONGEST)
      return [...kept, '… (the rest is in the container peoplevox-exceptions)'].join('\n');
    kept.push(line);
  }
  return kept.join('\n');
}
