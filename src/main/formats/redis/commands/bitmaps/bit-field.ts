import { type BitField, fitted, fittedWhenSet, type Overflow, readField, writeField } from '../../bits.ts';
import type { Binary } from '../../value.ts';
import { binaryOf, bytesOf } from '../../value.ts';
import { integer, parseInteger, word } from '../arguments.ts';
import { type Call, type CommandSpec, command } from '../command.ts';
import { errors, fail } from '../errors.ts';
import { keyEvents } from '../key-events.ts';
import type { Reply } from '../reply.ts';

type Step =
  | { action: 'get'; field: BitField }
  | { action: 'set' | 'add'; field: BitField; value: bigint; overflow: Overflow };

/** That 64 bits reach into. */
const maxFieldBytes = 9;
const badOffset = 'ERR bit offset is not an integer or out of range';

function bitField(call: Call, onlyReads: boolean): Reply {
  const { args, db, server } = call;
  const steps = stepsOf(args, server.config.number('proto-max-bulk-len'), onlyReads);
  const key = args[1] as Binary;
  const there = db.text(key);
  const before = there ?? '';
  let bytes = bytesOf(before);
  const writes = steps.filter((step) => step.action !== 'get');
  if (there === null && writes.length === 0 && !onlyReads) db.notify(keyEvents.keymiss, 'keymiss', key);
  if (writes.length > 0)
    bytes = grown(bytes, Math.max(...writes.map(({ field }) => Math.ceil((field.offset + field.bits) / 8))));
  const results = steps.map((step) => run(bytes, step));
  const text = binaryOf(bytes);
  if (writes.length > 0 && text !== before) {
    db.replace(key, { type: 'string', text, form: 'raw' });
    db.notify(keyEvents.string, 'setbit', key);
  }
  return results;
}

function run(bytes: Buffer, step: Step): Reply {
  const { field } = step;
  if (step.action === 'get') return readAnywhere(bytes, field);
  const before = readField(bytes, field);
  const value =
    step.action === 'set'
      ? fittedWhenSet(step.value, field, step.overflow)
      : fitted(before + step.value, field, step.overflow);
  if (value === null) return null;
  writeField(bytes, field, value);
  return step.action === 'set' ? before : value;
}

/** Zeros stand behind the end of a string, however far. */
function readAnywhere(bytes: Buffer, field: BitField): Reply {
  const start = Math.floor(field.offset / 8);
  const window = Buffer.alloc(maxFieldBytes);
  bytes.subarray(start, start + maxFieldBytes).copy(window);
  return readField(window, { ...field, offset: field.offset - 8 * start });
}

function grown(bytes: Buffer, length: number): Buffer {
  return bytes.length >= length ? bytes : Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]);
}

function stepsOf(args: readonly Binary[], maxBytes: number, onlyReads: boolean): Step[] {
  const steps: Step[] = [];
  let overflow: Overflow = 'WRAP';
  for (let at = 2; at < args.length; ) {
    const action = word(args[at]);
    const left = args.length - at - 1;
    if (action === 'OVERFLOW' && left >= 1) {
      const chosen = word(args[at + 1]);
      if (chosen !== 'WRAP' && chosen !== 'SAT' && chosen !== 'FAIL')
        fail('ERR Invalid OVERFLOW type specified');
      overflow = chosen;
      at += 2;
      continue;
    }
    const takes =
      action === 'GET' ? 2 : action === 'SET' || action === 'INCRBY' ? 3 : Number.POSITIVE_INFINITY;
    if (left < takes) fail(errors.syntax);
    const field = fieldOf(args[at + 1] as Binary, args[at + 2] as Binary, maxBytes);
    if (action === 'GET') steps.push({ action: 'get', field });
    else if (onlyReads) fail('ERR BITFIELD_RO only supports the GET subcommand');
    else
      steps.push({
        action: action === 'SET' ? 'set' : 'add',
        field,
        value: integer(args[at + 3] as Binary),
        overflow,
      });
    at += takes + 1;
  }
  return steps;
}

/** `u8` at `#2`, the third of its kind, or at bit `16`. */
function fieldOf(type: Binary, offsetText: Binary, maxBytes: number): BitField {
  const invalid =
    'ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.';
  const isSigned = type[0] === 'i';
  const bits = Number(parseInteger(type.slice(1)) ?? 0n);
  if ((!isSigned && type[0] !== 'u') || bits < 1 || bits > (isSigned ? 64 : 63)) fail(invalid);
  const isCounted = offsetText.startsWith('#');
  const given = Number(parseInteger(isCounted ? offsetText.slice(1) : offsetText) ?? fail(badOffset));
  const offset = isCounted ? given * bits : given;
  if (offset < 0 || offset >= maxBytes * 8) fail(badOffset);
  return { signed: isSigned, bits, offset };
}

export const bitFieldCommands: readonly CommandSpec[] = [
  command('bitfield', -2, 'write denyoom', [1, 1, 1], '3.2.0', 'Integers of any width in a string', (call) =>
    bitField(call, false),
  ),
  command(
    'bitfield_ro',
    -2,
    'readonly fast',
    [1, 1, 1],
    '6.0.0',
    'Integers of any width in a string, read only',
    (call) => bitField(call, true),
  ),
];
