import { parseMemory } from './parse-memory.ts';

/** How far behind a client may be: `client-output-buffer-limit`, three numbers for each of three classes of clients. */

/** Whoever has been behind by more than `bytes` for `ms` is let go; 0 bytes = nobody is. */
export interface SoftLimit {
  readonly bytes: number;
  readonly ms: number;
}

export interface OutputLimits {
  /** Whoever is behind by more is let go at once; 0 = nobody is. Bytes. */
  readonly hard: Readonly<Record<'normal' | 'pubsub' | 'replica', number>>;
  readonly soft: Readonly<Record<'normal' | 'pubsub', SoftLimit>>;
}

/** Redis says `slave` where others say replica, and tells them in this order. */
const classes = ['normal', 'slave', 'pubsub'] as const;
type ClientClass = (typeof classes)[number];
const wordsOfOne = 4;

/** Why the text is none; null when it is one. */
export function checkOutputLimits(text: string): string | null {
  const words = wordsOf(text);
  if (words.length % wordsOfOne !== 0) return 'Wrong number of arguments in buffer limit configuration.';
  for (let at = 0; at < words.length; at += wordsOfOne) {
    if (classOf(words[at]) === undefined)
      return 'Invalid client class specified in buffer limit configuration.';
    const [hard, soft, seconds] = words.slice(at + 1, at + wordsOfOne) as [string, string, string];
    if (parseMemory(hard) === null || parseMemory(soft) === null || !/^\d+$/.test(seconds))
      return 'Error in hard, soft or soft_seconds setting in buffer limit configuration.';
  }
  return null;
}

/** The text with all classes, in bytes; those that `text` does not name stay as they are in `before`. */
export function mergedOutputLimits(text: string, before: string): string {
  const said = new Map([...limitsIn(before), ...limitsIn(text)]);
  return classes.map((name) => `${name} ${said.get(name) ?? '0 0 0'}`).join(' ');
}

/** Of a text that names all classes. */
export function outputLimits(text: string): OutputLimits {
  const said = limitsIn(text);
  const limit = (name: ClientClass) => {
    const [hard = 0, bytes = 0, seconds = 0] = (said.get(name) ?? '').split(' ').map(Number);
    return { hard, soft: { bytes, ms: seconds * 1000 } };
  };
  const [normal, replica, pubsub] = [limit('normal'), limit('slave'), limit('pubsub')];
  return {
    hard: { normal: normal.hard, replica: replica.hard, pubsub: pubsub.hard },
    soft: { normal: normal.soft, pubsub: pubsub.soft },
  };
}

function limitsIn(text: string): Map<ClientClass, string> {
  const words = wordsOf(text);
  const found = new Map<ClientClass, string>();
  for (let at = 0; at < words.length; at += wordsOfOne) {
    const [hard, soft, seconds] = words.slice(at + 1, at + wordsOfOne) as [string, string, string];
    found.set(
      classOf(words[at]) as ClientClass,
      `${parseMemory(hard)} ${parseMemory(soft)} ${Number(seconds)}`,
    );
  }
  return found;
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

function classOf(text = ''): ClientClass | undefined {
  const name = text.toLowerCase();
  return name === 'replica' ? 'slave' : classes.find((each) => each === name);
}
