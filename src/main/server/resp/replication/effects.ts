import { type Binary, binaryOf } from '../../../formats/redis/value.ts';
import { encodePayload } from '../keyspace/payload.ts';
import type { Slot } from '../keyspace/slot.ts';

export function encodeWords(words: readonly Binary[]): Binary {
  let text = `*${words.length}\r\n`;
  for (const word of words) text += `$${word.length}\r\n${word}\r\n`;
  return text;
}

/**
 * What a commit has changed, as commands that give a replica the same keys: what each of them holds now, whatever was
 * done to it. Said twice they change nothing more. They choose their database themselves: a replica may begin with them.
 */
export function effectsOf(slots: readonly Slot[], nowMs: number): Binary {
  let selected = -1;
  let text = '';
  for (const slot of slots) {
    if (slot.db !== selected) text += encodeWords(['SELECT', String(slot.db)]);
    selected = slot.db;
    text += encodeWords(effectOf(slot, nowMs));
  }
  return slots.length < 2 ? text : encodeWords(['MULTI']) + text + encodeWords(['EXEC']);
}

function effectOf({ key, value, expireAt }: Slot, nowMs: number): Binary[] {
  if (value === null) return ['DEL', key];
  if (value.type === 'string') {
    return expireAt === null ? ['SET', key, value.text] : ['SET', key, value.text, 'PXAT', String(expireAt)];
  }
  const payload = binaryOf(encodePayload(value, nowMs));
  return ['RESTORE', key, String(expireAt ?? 0), payload, 'REPLACE', 'ABSTTL'];
}
