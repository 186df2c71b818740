import type { ByteInput } from '../rdb/byte-input.ts';

/** One command as it stands in the file. */
export interface Command {
  offset: number;
  length: number;
  args: Buffer[];
  /** Where each argument's bytes begin in the file. */
  offsets: number[];
}

export type Parsed =
  | { kind: 'command'; command: Command }
  | { kind: 'annotation'; timeMs: number | null }
  /** The file ends before the command does. */
  | { kind: 'cut'; reason: string }
  | { kind: 'malformed'; reason: string };

/** `*` or `$`, a number, and the end of the line take no more. */
const maxHeadBytes = 24;
const maxArguments = 1024 * 1024 * 1024;
const maxAnnotationBytes = 1024;
const carriageReturn = 13;
const newline = 10;

/** Reads the command at the input's offset, which is behind it afterwards. */
export function readCommand(input: ByteInput): Parsed {
  const offset = input.offset;
  const first = input.peek();
  if (first === 0x23) return readAnnotation(input);
  const count = readHead(input, '*');
  if (typeof count !== 'number') return count;
  if (count < 1 || count > maxArguments)
    return { kind: 'malformed', reason: `no command has ${count} arguments` };
  const args: Buffer[] = [];
  const offsets: number[] = [];
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
    offsets.push(input.offset);
    args.push(input.copy(length));
    const end = input.view(2);
    if (end[0] !== carriageReturn || end[1] !== newline) {
      return { kind: 'malformed', reason: 'an argument is longer or shorter than it says' };
    }
  }
  return { kind: 'command', command: { offset, length: input.offset - offset, args, offsets } };
}

/** A mark, a number, and the end of the line. */
function readHead(
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
    const parsed = readCommand(input);
    if (parsed.kind === 'command' && isKnown(nameOf(parsed.command))) return at;
    at++;
  }
  return null;
}

export function nameOf({ args }: Command): string {
  return (args[0] ?? Buffer.alloc(0)).toString('latin1').toUpperCase();
}
