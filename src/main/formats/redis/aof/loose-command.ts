import type { ByteInput } from '../rdb/byte-input.ts';
import { isKnownCommand } from './apply.ts';
import { CommandInFile } from './command-in-file.ts';
import { maxArguments, type Parsed, readCommand } from './resp.ts';

/** Bytes that are not as Redis writes them, though its loader passes over them. */
export interface Flaw {
  offset: number;
  length: number;
  /** What should stand there. */
  insert: Buffer;
  reason: string;
}

export type Read = Parsed | { kind: 'flawed'; command: CommandInFile; flaws: Flaw[] };

/** Redis reads a line of a mark and a number into so many bytes (`loadSingleAppendOnlyFile`), its end included. */
const maxLineBytes = 127;
/** With more of them it is no command that a few bytes of were damaged. */
const maxFlaws = 64;
const lineEnd = Buffer.from('\r\n');

/**
 * Reads the command at the input's offset as Redis loads it. Of a line it looks at the mark and the digits behind it,
 * and at none of the two bytes behind an argument: a command that has something else there is `flawed`, and loaded.
 * Only what looks like a known command, in front of another or of the end, is taken for one.
 */
export function readAsRedis(input: ByteInput, command = new CommandInFile(input)): Read {
  const start = input.offset;
  const parsed = readCommand(input, command);
  if (parsed.kind !== 'malformed') return parsed;
  input.seek(start);
  const flaws = readFlawed(input, command);
  return flaws === null ? parsed : { kind: 'flawed', command, flaws };
}

/** null where Redis takes no command either. */
function readFlawed(input: ByteInput, command: CommandInFile): Flaw[] | null {
  const flaws: Flaw[] = [];
  const start = input.offset;
  const count = readLine(input, '*', flaws);
  if (count === null || count < 1 || count > maxArguments) return null;
  command.begin(start);
  for (let at = 0; at < count; at++) {
    const length = readLine(input, '$', flaws);
    if (length === null || length < 0 || length + lineEnd.length > input.left) return null;
    command.add(input.offset, length);
    input.skip(length);
    noteFlaw(input.offset, input.copy(lineEnd.length), lineEnd, flaws);
    if (flaws.length > maxFlaws) return null;
  }
  command.endAt(input.offset);
  const next = input.left === 0 ? null : String.fromCharCode(input.peek() as number);
  return (next === null || next === '*' || next === '#') && isKnownCommand(command.name) ? flaws : null;
}

function readLine(input: ByteInput, mark: string, flaws: Flaw[]): number | null {
  const start = input.offset;
  const bytes = input.view(Math.min(maxLineBytes, input.left));
  const length = bytes.indexOf('\n') + 1;
  const line = Buffer.from(bytes.subarray(0, length));
  input.seek(start + length);
  const digits =
    line[0] === mark.charCodeAt(0) ? /^.(\d{1,10})(?!\d)/s.exec(line.toString('latin1'))?.[1] : undefined;
  if (digits === undefined) return null;
  noteFlaw(start, line, Buffer.from(`${mark}${digits}\r\n`), flaws);
  return Number(digits);
}

function noteFlaw(offset: number, found: Buffer, insert: Buffer, flaws: Flaw[]): void {
  if (found.equals(insert)) return;
  const reason = `a line ends in ${endOf(found)} and not in 0d 0a, which Redis passes over`;
  flaws.push({ offset, length: found.length, insert, reason });
}

/** What stands behind the digits, or behind an argument. */
function endOf(found: Buffer): string {
  const end = Buffer.from(found.toString('latin1').replace(/^[*$]\d+/, ''), 'latin1');
  return end.toString('hex').replace(/..(?=.)/g, '$& ');
}
