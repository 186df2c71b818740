import type { Binary } from '../../../formats/redis/value.ts';
import type { ClientState } from '../clients/client-state.ts';
import { withoutSecrets } from './without-secrets.ts';

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
};

/** Text in double quotes; what cannot be printed by its code. */
export function quoted(text: Binary): string {
  const escaped = text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be escaped
    /[\\"\x00-\x1f\x7f-\xff]/g,
    (char) => escapes[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `"${escaped}"`;
}

/** What MONITOR tells of a command: when, where, by whom, and its words. Passwords are left out. */
export function monitorLine(client: ClientState, args: readonly Binary[]): string {
  const microseconds = Math.round((performance.timeOrigin + performance.now()) * 1000);
  const seconds = Math.floor(microseconds / 1e6);
  const fraction = String(microseconds % 1e6).padStart(6, '0');
  const words = withoutSecrets(args).map(quoted).join(' ');
  return `${seconds}.${fraction} [${client.db} ${client.address}] ${words}`;
}
