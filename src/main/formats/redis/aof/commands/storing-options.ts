import type { Binary } from '../../value.ts';
import { xxh3 } from '../../xxh3.ts';
import { type Call, Refused, Unknowable } from '../command.ts';

/** A longer value would take too long, and a short log could ask for it again and again. */
const maxDigestBytes = 1024 * 1024;

/** What a command that stores strings says behind its values. */
export interface StoringOptions {
  /** What must be there, of all keys together; null = nothing is asked. */
  only: 'NX' | 'XX' | null;
  /** Unix ms; null = none is given. */
  expireAt: number | null;
  /** A deadline is given by how far off it lies. */
  isRelative: boolean;
  keepsDeadline: boolean;
  /** The value before is answered: it must be a string, if there is one. */
  gives: boolean;
  /** Whether the key holds a string that lets it be stored, or is deleted. */
  compares: (key: string) => boolean;
}

const nothingAsked: Readonly<StoringOptions> = {
  only: null,
  expireAt: null,
  isRelative: false,
  keepsDeadline: false,
  gives: false,
  compares: () => true,
};

/** From argument `from` on. Most commands have none. */
export function storingOptions(call: Call, from: number): Readonly<StoringOptions> {
  if (from >= call.count) return nothingAsked;
  const options = { ...nothingAsked };
  for (let at = from; at < call.count; at++) {
    const option = call.word(at);
    if (option === 'NX' || option === 'XX') options.only = option;
    else if (option === 'KEEPTTL') options.keepsDeadline = true;
    else if (option === 'PXAT') options.expireAt = call.time(++at);
    else if (option === 'EXAT') options.expireAt = call.time(++at, 1000);
    else if (option === 'PX' || option === 'EX') {
      call.number(++at);
      options.isRelative = true;
    } else if (option === 'GET') options.gives = true;
    else options.compares = comparison(call, at++);
  }
  return options;
}

/**
 * What a string must equal, or must not: `IFEQ` and `IFNE`, or its digest, `IFDEQ` and `IFDNE`. The word is argument `at`.
 * A key that is not there equals nothing.
 */
export function comparison(call: Call, at: number): (key: string) => boolean {
  const word = call.word(at);
  const wantsEqual = word === 'IFEQ' || word === 'IFDEQ';
  if (!wantsEqual && word !== 'IFNE' && word !== 'IFDNE') throw call.unknownOption(at);
  const equals = word.startsWith('IFD') ? hasDigest(call.binary(at + 1)) : hasBytes(call.bytes(at + 1));
  return (key) => {
    const before = call.string(key);
    return (before !== undefined && equals(before)) === wantsEqual;
  };
}

const hasBytes = (bytes: Buffer) => (value: Uint8Array) => bytes.equals(value);

function hasDigest(text: Binary): (value: Uint8Array) => boolean {
  const digest = text.toLowerCase();
  return (value) => {
    if (digest.length !== 16) throw new Refused('no digest');
    if (value.length > maxDigestBytes) throw new Unknowable('the value that it compares by digest is long');
    return xxh3(value).toString(16).padStart(16, '0') === digest;
  };
}

/** Throws where the keys are not as `NX` or `XX` asks. */
export function checkPresence(call: Call, keys: Iterable<string>, only: StoringOptions['only']): void {
  if (only === null) return;
  for (const key of keys) {
    if (call.keys.has(key) !== (only === 'XX')) throw new Refused('keys are there, or are not');
  }
}
