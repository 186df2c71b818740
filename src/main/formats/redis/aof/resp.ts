import type { ByteInput } from '../rdb/byte-input.ts';
import { CommandInFile } from './command-in-file.ts';

export type Parsed =
  | { kind: 'command'; command: CommandInFile }
  | { kind: 'annotation'; timeMs: number | null }
  /** The file ends before the command does. */
  | { kind: 'cut'; reason: string }
  | { kind: 'malformed'; reason: string };

/** `*` or `$`, a number, and the end of the line take no more. */
const maxHeadBytes = 24;
const maxPlainDigits = 15;
export const maxArguments = 1024 * 1024 * 1024;
const maxAnnotationBytes = 1024;
const carriageReturn = 13;
const newline = 10;

/** Reads the command at the input's offset, which is behind it afterwards. It takes the place of what `command` was. */
export function readCommand(input: ByteInput, command = new CommandInFile(input)): Parsed {
  const offset = input.offset;
  const first = input.peek();
  if (first === 0x23) return readAnnotation(input);
  const count = readHead(input, '*');
  if (typeof count !== 'number') return count;
  if (count < 1 || count > maxArguments)
    return { kind: 'malformed', reason: `no command has ${count} arguments` };
  command.begin(offset);
  for (let i = 0; i < count; i++) {
    const length = readHead(input, '$');
    if (typeof length !== 'number') return length;
    if (length < 0) return { kind: 'malformed', reason: `no argument is ${length} bytes long` };
    if (length + 2 > input.left) {
      return {
        kind: 'cut',
        reason: `the command does not end: ${input.left} of the ${length} bytes of an argument are there`,
      };
    }
    command.add(input.offset, length);
    input.skip(length);
    if (input.byte() !== carriageReturn || input.byte() !== newline) {
      return { kind: 'malformed', reason: 'an argument is longer or shorter than it says' };
    }
  }
  command.endAt(input.offset);
  return { kind: 'command', command };
}

/** A mark, a number, and the end of the line. */
function readHead(
  input: ByteInput,
  mark: string,
): number | Exclude<Parsed, { kind: 'command' | 'annotation' }> {
  return readPlainHead(input, mark.charCodeAt(0)) ?? readAnyHead(input, mark);
}

/** The head that nearly all are: few digits, and whole. Null, with the offset where it was, for any other. */
function readPlainHead(input: ByteInput, mark: number): number | null {
  const start = input.offset;
  if (input.left >= maxHeadBytes && input.byte() === mark) {
    let number = 0;
    for (let digits = 0; digits <= maxPlainDigits; digits++) {
      const byte = input.byte();
      if (byte === carriageReturn && digits > 0 && input.byte() === newline) return number;
      if (byte < 0x30 || byte > 0x39) break;
      number = number * 10 + byte - 0x30;
    }
  }
  input.seek(start);
  return null;
}

function readAnyHead(
  input: ByteInput,
  mark: string,
): number | Exclude<Parsed, { kind: 'command' | 'annotation' }> {
  const available = Math.min(maxHeadBytes, input.left);
  const bytes = input.view(available);
  const end = bytes.indexOf(newline);
  input.back(available - (end < 0 ? 0 : end + 1));
  const text = bytes.toString('latin1', 0, end < 0 ? available : end + 1);
  const match = /^(.)(-?\d{1,19})\r\n$/s.exec(text);
  if (match?.[1] === mark) return Number(match[2]);
  const begun = new RegExp(`^(?:\\${mark}(?:-?\\d{0,19}\\r?)?)?$`);
  if (end < 0 && available < maxHeadBytes && begun.test(text)) {
    return { kind: 'cut', reason: 'the command does not end: a length is cut off' };
  }
  return { kind: 'malformed', reason: `${mark} and a number should stand here` };
}

/** `#TS:` and a time in seconds, or another comment. */
function readAnnotation(input: ByteInput): Parsed {
  const available = Math.min(maxAnnotationBytes, input.left);
  const bytes = input.view(available);
  const end = bytes.indexOf(newline);
  input.back(available - (end + 1));
  if (end < 0) {
    return available < maxAnnotationBytes
      ? { kind: 'cut', reason: 'an annotation does not end' }
      : { kind: 'malformed', reason: 'an annotation is longer than any that Redis writes' };
  }
  const time = /^#TS:(\d{1,12})\r?$/.exec(bytes.toString('latin1', 0, end));
  return { kind: 'annotation', timeMs: time ? Number(time[1]) * 1000 : null };
}

/** Where the next whole command begins; null when none does. */
export function findCommand(
  input: ByteInput,
  from: number,
  isKnown: (name: string) => boolean,
): number | null {
  const chunkBytes = 64 * 1024;
  const command = new CommandInFile(input);
  for (let at = from; at < input.size; ) {
    input.seek(at);
    const chunk = input.view(Math.min(chunkBytes, input.left));
    const star = chunk.indexOf('*');
    if (star < 0) {
      at += chunk.length;
      continue;
    }
    at += star;
    input.seek(at);
    const parsed = readCommand(input, command);
    if (parsed.kind === 'command' && isKnown(parsed.command.name)) return at;
    at++;
  }
  return null;
}
