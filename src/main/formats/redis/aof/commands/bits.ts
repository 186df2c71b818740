import {
  type BitField,
  bitOperations,
  combineBytes,
  fitted,
  fittedWhenSet,
  type Overflow,
  readField,
  writeField,
} from '../../bits.ts';
import { type Call, type CommandTable, Refused } from '../command.ts';

const maxBits = 512 * 1024 * 1024 * 8;

function setBit(call: Call): void {
  const offset = call.number(2);
  const bit = call.number(3);
  if (offset < 0 || offset >= maxBits || (bit !== 0 && bit !== 1)) throw new Refused('out of range');
  const at = Math.floor(offset / 8);
  const bytes = grown(call, at + 1);
  const mask = 0x80 >> (offset & 7);
  bytes[at] = bit === 1 ? (bytes[at] as number) | mask : (bytes[at] as number) & ~mask;
  call.keepString(call.binary(1), bytes);
}

/** A copy of the key's string, zeros behind it up to `length`. */
function grown(call: Call, length: number): Buffer {
  const before = call.string(call.binary(1)) ?? Buffer.alloc(0);
  const bytes = Buffer.alloc(Math.max(before.length, length));
  bytes.set(before);
  return bytes;
}

/** Shorter strings count as if zeros stood behind them. */
function combine(call: Call): void {
  const operation = call.word(1);
  if (!bitOperations.includes(operation)) throw call.unknownOption(1);
  const target = call.binary(2);
  const inputs = [...call.binaries(3)].map((key) => call.string(key) ?? new Uint8Array(0));
  const length = Math.max(0, ...inputs.map((input) => input.length));
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at++) {
    bytes[at] = combineBytes(
      operation,
      inputs.map((input) => input[at] ?? 0),
    );
  }
  if (length === 0) call.keys.delete(target);
  else call.keys.set(target, { type: 'string', bytes }, null);
}

function bitField(call: Call): void {
  let bytes: Buffer | null = null;
  let overflow: Overflow = 'WRAP';
  for (let at = 2; at < call.count; ) {
    const action = call.word(at);
    if (action === 'OVERFLOW') {
      if (!['WRAP', 'SAT', 'FAIL'].includes(call.word(at + 1))) throw call.unknownOption(at + 1);
      overflow = call.word(at + 1) as Overflow;
      at += 2;
      continue;
    }
    if (!['GET', 'SET', 'INCRBY'].includes(action)) throw call.unknownOption(at);
    const field = fieldOf(call.binary(at + 1), call.binary(at + 2));
    if (action === 'GET') {
      at += 3;
      continue;
    }
    bytes = growTo(bytes ?? grown(call, 0), Math.ceil((field.offset + field.bits) / 8));
    const before = readField(bytes, field);
    const given = call.integer(at + 3);
    const value =
      action === 'SET' ? fittedWhenSet(given, field, overflow) : fitted(before + given, field, overflow);
    if (value !== null) writeField(bytes, field, value);
    at += 4;
  }
  if (bytes) call.keepString(call.binary(1), bytes);
}

/** `u8` at `#2` or at bit `16`. */
function fieldOf(type: string, offset: string): BitField {
  const match = /^([iu])(\d{1,2})$/i.exec(type);
  const bits = Number(match?.[2] ?? 0);
  const signed = match?.[1]?.toLowerCase() === 'i';
  const at = Number(offset.replace('#', '')) * (offset.startsWith('#') ? bits : 1);
  if (bits < 1 || bits > (signed ? 64 : 63) || !(at >= 0 && at < maxBits)) throw new Refused('syntax');
  return { signed, bits, offset: at };
}

function growTo(bytes: Buffer, length: number): Buffer {
  return bytes.length >= length ? bytes : Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]);
}

export const bitCommands: CommandTable = { SETBIT: setBit, BITOP: combine, BITFIELD: bitField };
