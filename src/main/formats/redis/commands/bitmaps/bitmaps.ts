import type { Binary } from '../../value.ts';
import { bytesOf } from '../../value.ts';
import { whole, word } from '../arguments.ts';
import { type Call, type CommandSpec, command, type KeyRange } from '../command.ts';
import { errors, fail } from '../errors.ts';
import { keyEvents } from '../key-events.ts';
import type { Reply } from '../reply.ts';
import { bitFieldCommands } from './bit-field.ts';
import { bitOperationCommand } from './bit-operation.ts';
import { bitPositionCommand } from './bit-position.ts';
import { rangeOf } from './bit-range.ts';

const noOffset = 'ERR bit offset is not an integer or out of range';

/** The place of a bit, which a string of the longest length must hold. */
export function bitOffset(text: Binary, maxBytes: number): number {
  const offset = whole(text, noOffset);
  return offset < 0 || offset >= maxBytes * 8 ? fail(noOffset) : offset;
}

function setBit({ args, db, server }: Call): Reply {
  const [, key, offsetText, bitText] = args as [Binary, Binary, Binary, Binary];
  const offset = bitOffset(offsetText, server.config.number('proto-max-bulk-len'));
  const bit = whole(bitText, 'ERR bit is not an integer or out of range');
  if (bit !== 0 && bit !== 1) fail('ERR bit is not an integer or out of range');
  const at = Math.floor(offset / 8);
  const before = db.text(key) ?? '';
  const byte = at < before.length ? before.charCodeAt(at) : 0;
  const mask = 0x80 >> (offset % 8);
  const changed = String.fromCharCode(bit === 1 ? byte | mask : byte & ~mask);
  const text = before.slice(0, at).padEnd(at, '\0') + changed + before.slice(at + 1);
  // Whoever watches the key, or follows the log, hears of changes only.
  if (text !== before) {
    db.replace(key, { type: 'string', text, form: 'raw' });
    db.notify(keyEvents.string, 'setbit', key);
  }
  return (byte & mask) === 0 ? 0 : 1;
}

function getBit({ args, db, server }: Call): Reply {
  const offset = bitOffset(args[2] as Binary, server.config.number('proto-max-bulk-len'));
  const text = db.text(args[1] as Binary) ?? '';
  const at = Math.floor(offset / 8);
  return at < text.length && (text.charCodeAt(at) & (0x80 >> (offset % 8))) !== 0 ? 1 : 0;
}

const bitsOfByte = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

function count({ args, db }: Call): Reply {
  const text = db.text(args[1] as Binary);
  if (text === null) return 0;
  if (args.length === 3 || args.length > 5) fail(errors.syntax);
  const unit = args.length === 5 ? word(args[4]) : 'BYTE';
  if (unit !== 'BYTE' && unit !== 'BIT') fail(errors.syntax);
  const ends = args.length > 2 ? ([whole(args[2] as Binary), whole(args[3] as Binary)] as const) : null;
  const bytes = bytesOf(text);
  // Only counting looks at this before the ends are cut to what is there.
  if (ends && ends[0] < 0 && ends[1] < 0 && ends[0] > ends[1]) return 0;
  const range = rangeOf(bytes.length, ends, unit === 'BIT');
  if (range === null) return 0;
  const { firstByte, lastByte, firstMask, lastMask } = range;
  let bits = 0;
  for (let at = firstByte; at <= lastByte; at++) {
    let byte = bytes[at] as number;
    if (at === firstByte) byte &= firstMask;
    if (at === lastByte) byte &= lastMask;
    bits += bitsOfByte[byte] as number;
  }
  return bits;
}

const one: KeyRange = [1, 1, 1];

export const bitmapCommands: readonly CommandSpec[] = [
  command('setbit', 4, 'write denyoom', one, '2.2.0', 'Sets one bit', setBit),
  command('getbit', 3, 'readonly fast', one, '2.2.0', 'One bit', getBit),
  command('bitcount', -2, 'readonly', one, '2.6.0', 'How many bits are set', count),
  bitPositionCommand,
  bitOperationCommand,
  ...bitFieldCommands,
];
