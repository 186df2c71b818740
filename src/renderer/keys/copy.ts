import { toBase64, tryText } from '../../shared/bytes.ts';
import { databaseKey } from '../../shared/database-key.ts';
import { client } from '../stores/host.ts';
import { changeKeysState, chosenKeys } from '../stores/keys.ts';
import { stagedOf } from '../stores/staged.ts';
import { type Staged, wholeValue } from '../stores/staged-change.ts';
import { copyText } from '../ui/clipboard.ts';
import { formatMebibytes, plural } from '../ui/format.ts';
import { keyId, keyText } from '../ui/key-format.ts';

/** A longer value is exported, not copied: other programs choke on it, and the window would hold it several times. */
export const maxCopiedBytes = 16 * 1024 * 1024;
/** What comes with the facts at once. */
const firstBytes = 1024 * 1024;

/** Copies the chosen keys, one a line. */
export function copyKeys(source: string): Promise<void> {
  return copy(source, chosenKeys(source).map(keyText).join('\n'));
}

/** Copies the value of one key as text, all of it; as JSON Lines where it is no text. */
export async function copyValue(source: string, key: Uint8Array): Promise<void> {
  const staged = stagedOf(source).changes.find((change) => change.id === keyId(key));
  if (staged?.value) return copy(source, tryText(staged.value) ?? lineOf(staged));
  const facts = await client.call('keys.value', { source, key, offset: 0, length: firstBytes });
  if (!facts) return refuse(source, [], 'the key is not there any more.');
  const { valueLength, bytes } = facts;
  if (valueLength > maxCopiedBytes) {
    const limit = `at most ${formatMebibytes(maxCopiedBytes)} are copied at once`;
    return refuse(source, [key], `its value holds ${formatMebibytes(valueLength)}, and ${limit}.`);
  }
  const whole = bytes.length === valueLength ? bytes : await wholeValue(source, key, valueLength);
  if (!whole) return refuse(source, [], 'the value was changed while it was read. Copy it again.');
  const text = tryText(whole);
  return text === null ? copyLines(source, [key]) : copy(source, text);
}

/** Copies keys as lines of JSON, whatever their bytes: all of them, or none. */
export async function copyLines(source: string, keys = chosenKeys(source)): Promise<void> {
  const { text, truncated } = await client.call('keys.exportText', { source, keys });
  if (!truncated) return copy(source, text);
  const what = keys.length === 1 ? 'the key is' : `${plural(keys.length, 'key')} are`;
  return refuse(
    source,
    keys,
    `${what} more than 1 MiB as JSON Lines, which is the most that is copied at once.`,
  );
}

async function copy(source: string, text: string): Promise<void> {
  changeKeysState(source, { notCopied: null });
  if (!(await copyText(text))) refuse(source, [], 'the clipboard did not take it. Copy it again.');
}

/** Whoever pastes part of a value takes it for all of it: nothing is copied then, and that is said. */
function refuse(source: string, keys: Uint8Array[], why: string): void {
  changeKeysState(source, { notCopied: { why: `Nothing was copied: ${why}`, keys } });
}

/** A staged value that is no text, as a line of an export. */
function lineOf({ key: stored, type, value, expireAt }: Staged): string {
  const { db, key } = databaseKey(stored);
  const line = { key: toBase64(key), type, value: toBase64(value ?? new Uint8Array()), expireAt };
  return `${JSON.stringify(db === 0 ? line : { ...line, db })}\n`;
}
