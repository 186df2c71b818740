import { isKnownCommand } from './apply.ts';
import { maxNameBytes } from './command-in-file.ts';
import { encodeCommand } from './encode-command.ts';

/** Longer damage is not read as one command. Bytes. */
export const maxReadBytes = 1024 * 1024;

/** Of several readings of a name the likeliest few are offered. */
const maxReadings = 4;

/** What the bytes are with a `*` or `$` line set right, or a bit of the command's name turned back. */
export interface CommandReading {
  words: string;
  /** The whole command as it should stand there. */
  insert: Uint8Array;
}

/**
 * Readings of a damaged range as one command. Lines tell what the lengths should have told: an argument whose length
 * is wrong ends where the next `$` line, or the range, begins or ends. No checksum proves any of it.
 */
export function commandReadings(bytes: Buffer): CommandReading[] {
  const read = readByLines(bytes);
  const name = read?.args[0]?.toString('latin1').toUpperCase();
  if (!read || name === undefined) return [];
  if (isKnownCommand(name)) return read.wrong === null ? [] : [reading(read.args, read.wrong)];
  return nearbyNames(name)
    .slice(0, maxReadings)
    .map((near) => {
      const words = `${printable(name)} read as ${near}`;
      return reading(
        [Buffer.from(near), ...read.args.slice(1)],
        read.wrong ? `${words}, ${read.wrong}` : words,
      );
    });
}

function reading(args: Buffer[], words: string): CommandReading {
  return { words, insert: encodeCommand(args) };
}

interface ReadByLines {
  args: Buffer[];
  /** What had to be read otherwise than it stands there; null when nothing. */
  wrong: string | null;
}

const countLine = /^\*(\d{1,10})$/;
const lengthLine = /^\$(\d{1,10})$/;
/** A line of a mark and a number, whatever has become of the mark or of a digit. */
const maxHeadBytes = 12;

function readByLines(bytes: Buffer): ReadByLines | null {
  const first = lineAt(bytes, 0);
  if (first === null || first.text.length > maxHeadBytes) return null;
  const wrong: string[] = [];
  const args: Buffer[] = [];
  for (let at = first.end; at < bytes.length; ) {
    const head = lineAt(bytes, at);
    if (head === null || head.text.length > maxHeadBytes) return null;
    const length = Number(lengthLine.exec(head.text)?.[1] ?? Number.NaN);
    const end = endOfArgument(bytes, head.end, length);
    if (end === null) return null;
    if (end - head.end !== length) wrong.push(`${printable(head.text)} read as $${end - head.end}`);
    args.push(bytes.subarray(head.end, end));
    at = end + 2;
  }
  const count = Number(countLine.exec(first.text)?.[1] ?? Number.NaN);
  if (count !== args.length) wrong.unshift(`${printable(first.text)} read as *${args.length}`);
  return { args, wrong: wrong.length === 0 ? null : wrong.join(', ') };
}

function lineAt(bytes: Buffer, at: number): { text: string; end: number } | null {
  const end = bytes.indexOf('\r\n', at);
  return end < 0 ? null : { text: bytes.toString('latin1', at, end), end: end + 2 };
}

/** Where the line's own length says, if a line ends there; else before the first line that could be a length. */
function endOfArgument(bytes: Buffer, from: number, length: number): number | null {
  if (endsLine(bytes, from + length)) return from + length;
  for (let end = bytes.indexOf('\r\n', from); end >= 0; end = bytes.indexOf('\r\n', end + 1)) {
    if (end + 2 === bytes.length || lengthLine.test(lineAt(bytes, end + 2)?.text ?? '')) return end;
  }
  return null;
}

function endsLine(bytes: Buffer, end: number): boolean {
  return bytes[end] === 13 && bytes[end + 1] === 10;
}

/** Known commands that differ from the name in one bit. */
function nearbyNames(name: string): string[] {
  if (name.length > maxNameBytes) return [];
  const near = new Set<string>();
  for (let at = 0; at < name.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const letter = String.fromCharCode(name.charCodeAt(at) ^ (1 << bit)).toUpperCase();
      const candidate = name.slice(0, at) + letter + name.slice(at + 1);
      if (candidate !== name && isKnownCommand(candidate)) near.add(candidate);
    }
  }
  return [...near];
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
