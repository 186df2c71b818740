import { type FileSystemRule, fileSystemRules, type Profile, type Source } from './profile.ts';
import { profiles } from './profiles.ts';

/** What docs/crash-lab.md says of the file systems, so that it cannot say anything else. */
export function profilesDoc(): string {
  return [...table(), '', ...profiles.map(paragraph)].join('\n');
}

function table(): string[] {
  const rules = Object.keys(fileSystemRules) as FileSystemRule[];
  const header = ['After a power loss there may be …', ...profiles.map(({ name }) => `\`${name}\``)];
  return [
    row(header),
    row(header.map(() => '---')),
    ...rules.map((rule) => row([rule, ...profiles.map(({ claims }) => (claims[rule].may ? 'yes' : 'no'))])),
    row(['an fsync proves …', ...profiles.map(({ syncReach }) => syncReach)]),
  ];
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Each reason once, with the rules that it is given for. */
function paragraph({ title, summary, claims, syncClaim }: Profile): string {
  const reasons = new Map<string, string[]>();
  for (const [rule, { because, source }] of Object.entries(claims)) {
    const reason = `${because} ${linkTo(source)}`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), rule]);
  }
  const lines = [...reasons].map(([reason, rules]) => `  - ${rules.join(', ')}: ${reason}`);
  const sync = `  - fsync: ${syncClaim.because} ${linkTo(syncClaim.source)}`;
  return [`- **${title}**: ${summary}`, sync, ...lines].join('\n');
}

const linkTo = ({ title, url }: Source): string => `[${title}](${url})`;
