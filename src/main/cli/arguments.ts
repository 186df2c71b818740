import { readFile } from 'node:fs/promises';
import { utf8 } from '../../shared/bytes.ts';
import { storedKey } from '../../shared/database-key.ts';
import { WalscopeError } from '../../shared/errors.ts';
import { maxExpireAt, maxKeyBytes, maxValueBytes } from '../../shared/limits.ts';
import { tooLarge } from '../../shared/too-large.ts';
import { decodeBase64 } from '../service/transfer/base64.ts';
import type { CommonOptions } from './command.ts';
import { requireDatabase } from './database.ts';
import type { Io } from './io.ts';

const maxPort = 65_535;

function refuse(message: string): never {
  throw new WalscopeError('INVALID_ARGUMENT', message);
}

/** A whole number from 0 on. */
export function count(name: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
      refuse(`${name} takes a whole number, not "${text}".`);
    return value;
  };
}

/** Seconds above 0, with fractions if need be, as milliseconds. */
export function seconds(name: string): (text: string) => number {
  return (text) => {
    const ms = Math.round(Number(text) * 1000);
    const valid = /^\d+(\.\d+)?$/.test(text) && ms > 0 && Number.isSafeInteger(ms);
    if (!valid) refuse(`${name} takes seconds above 0, not "${text}".`);
    if (Date.now() + ms > maxExpireAt)
      refuse(`${name} ${text} ends beyond the year 10889: no record can hold that.`);
    return ms;
  };
}

export function port(name: string): (text: string) => number {
  return (text) => {
    const value = count(name)(text);
    if (value > maxPort) refuse(`${name} takes a number up to ${maxPort}, not ${text}.`);
    return value;
  };
}

/** A key, or the beginning of one, as it was typed. */
export function keyArgument(text: string, { base64 }: CommonOptions): Uint8Array {
  return base64 ? fromBase64(text) : utf8(text);
}

/** A key of the database that `--db` names, as it stands in a store. Refused here, nothing has been made for it. */
export function storeKeyArgument(text: string, common: CommonOptions): Uint8Array {
  const key = storedKey(requireDatabase(common), keyArgument(text, common));
  if (key.length > maxKeyBytes) tooLarge('key', maxKeyBytes, key.length);
  return key;
}

/** A value as it was typed; `-` stands for standard input, whose bytes are taken as they are. */
export async function valueArgument(text: string, { base64 }: CommonOptions, io: Io): Promise<Uint8Array> {
  if (text === '-') return readAll(io.stdin);
  return base64 ? fromBase64(text) : utf8(text);
}

/** A small file as it was named; `-` stands for standard input. `advice` says what is wanted. */
export async function fileArgument(path: string, advice: string, io: Io): Promise<Uint8Array> {
  if (path === '-') return readAll(io.stdin);
  return readFile(path).catch((cause: unknown) => {
    throw new WalscopeError('NOT_FOUND', `${path} cannot be read: ${advice}.`, { cause });
  });
}

function fromBase64(text: string): Uint8Array {
  return decodeBase64(text) ?? refuse(`"${text}" is not base64: standard alphabet, with padding.`);
}

async function readAll(stdin: Io['stdin']): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stdin) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxValueBytes) {
      throw new WalscopeError(
        'TOO_LARGE',
        `A value has at most ${maxValueBytes} bytes; standard input has more.`,
      );
    }
  }
  return Buffer.concat(chunks);
}
