import { owners } from '../../shared/src/exceptions';
import type { Finding } from './finding';
import type { Result } from './look';

const WIDTH = 96;
const INDENT = '         ';

/** A result in lines for a terminal. */
export function printResult({ name, outcome, findings }: Result): string {
  if (outcome === 'left out') return `  –      ${name}: not looked at, because of the above`;
  return [`  ${mark(findings)} ${name}`, ...findings.map(printFinding)].join('\n');
}

function mark(findings: readonly Finding[]): string {
  if (findings.some(({ verdict }) => verdict === 'mend')) return 'MEND  ';
  return findings.length > 0 ? 'note  ' : 'ok    ';
}

function printFinding({ verdict, owner, words }: Finding): string {
  return wrap(`${verdict === 'mend' ? '✗' : '·'} ${words} [${owner}]`);
}

function wrap(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length >= WIDTH) {
      lines.push(line);
      line = ' ';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line].map((each) => INDENT + each).join('\n');
}

/** How much is to be mended, and by whom. */
export function printSummary(results: readonly Result[]): string {
  const findings = results.flatMap((result) => result.findings).filter(({ verdict }) => verdict === 'mend');
  const leftOut = results.filter(({ outcome }) => outcome === 'left out').length;
  const rest = leftOut === 0 ? '' : ` ${leftOut} checks were not made.`;
  if (findings.length === 0) return `Nothing to mend.${rest}`;
  const shares = owners
    .map((owner) => ({ owner, count: findings.filter((finding) => finding.owner === owner).length }))
    .filter(({ count }) => count > 0)
    .map(({ owner, count }) => `${owner} ${count}`);
  return `To mend: ${findings.length} (${shares.join(', ')}).${rest}`;
}
