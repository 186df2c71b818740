import { type Call, Refused } from '../command.ts';

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

/** `IFEQ` and `IFNE`, the word of which is argument `at`: a key that is not there equals nothing. */
export function comparison(call: Call, at: number): (key: string) => boolean {
  const wantsEqual = call.word(at) === 'IFEQ';
  if (!wantsEqual && call.word(at) !== 'IFNE') throw call.unknownOption(at);
  const value = call.bytes(at + 1);
  return (key) => {
    const before = call.string(key);
    return (before !== undefined && value.equals(before)) === wantsEqual;
  };
}

/** Throws where the keys are not as `NX` or `XX` asks. */
export function checkPresence(call: Call, keys: Iterable<string>, only: StoringOptions['only']): void {
  if (only === null) return;
  for (const key of keys) {
    if (call.keys.has(key) !== (only === 'XX')) throw new Refused('keys are there, or are not');
  }
}
