import type { Binary } from '../../value.ts';
import { bytesOf } from '../../value.ts';
import { whole, word } from '../arguments.ts';
import { type Call, command } from '../command.ts';
import { errors, fail } from '../errors.ts';
import type { Reply } from '../reply.ts';
import { type BitRange, rangeOf } from './bit-range.ts';

/** Behind the end of a string stand zeros, unless its end was said. */
function position({ args, db }: Call): Reply {
  const bit = whole(args[2] as Binary);
  if (bit !== 0 && bit !== 1) fail('ERR The bit argument must be 1 or 0.');
  const text = db.text(args[1] as Binary);
  if (text === null) return bit === 1 ? -1 : 0;
  if (args.length > 6) fail(errors.syntax);
  const unit = args.length === 6 ? word(args[5]) : 'BYTE';
  if (unit !== 'BYTE' && unit !== 'BIT') fail(errors.syntax);
  const start = args.length > 3 ? whole(args[3] as Binary) : 0;
  const end = args.length > 4 ? whole(args[4] as Binary) : -1;
  const bytes = bytesOf(text);
  const range = rangeOf(bytes.length, [start, end], unit === 'BIT');
  if (range === null) return -1;
  const found = firstBit(bytes, range, bit);
  return found < 0 && bit === 0 && args.length <= 4 ? bytes.length * 8 : found;
}

function firstBit(bytes: Buffer, { firstByte, lastByte, firstMask, lastMask }: BitRange, bit: 0 | 1): number {
  for (let at = firstByte; at <= lastByte; at++) {
    let wanted = bit === 1 ? (bytes[at] as number) : ~(bytes[at] as number) & 0xff;
    if (at === firstByte) wanted &= firstMask;
    if (at === lastByte) wanted &= lastMask;
    // The highest bit of a byte comes first.
    if (wanted !== 0) return at * 8 + Math.clz32(wanted) - 24;
  }
  return -1;
}

export const bitPositionCommand = command(
  'bitpos',
  -3,
  'readonly',
  [1, 1, 1],
  '2.8.7',
  'The first bit that is set, or is not',
  position,
);
