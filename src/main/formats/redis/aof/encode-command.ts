import type { Binary } from '../value.ts';

/** Longer ones are put together as bytes: a text has less room than a command. Characters. */
const maxTextChars = 1024 * 1024;

/** A command as it stands in an append-only file, and as a client sends it. */
export function encodeCommand(args: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat([
    Buffer.from(`*${args.length}\r\n`),
    ...args.flatMap((arg) => [
      Buffer.from(`$${Buffer.byteLength(arg)}\r\n`),
      Buffer.from(arg),
      Buffer.from('\r\n'),
    ]),
  ]);
}

/** The same of words that are held one character a byte. */
export function encodeWords(words: readonly Binary[]): Buffer {
  let text = `*${words.length}\r\n`;
  let chars = 0;
  for (const { length } of words) chars += length;
  if (chars > maxTextChars) return encodeCommand(words.map((word) => Buffer.from(word, 'latin1')));
  for (const word of words) text += `$${word.length}\r\n${word}\r\n`;
  return Buffer.from(text, 'latin1');
}
