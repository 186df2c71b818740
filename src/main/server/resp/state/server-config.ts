import { fsyncPolicies } from '../../../../shared/model.ts';
import { areKeyEventLetters, keyEventLetters } from '../../../formats/redis/commands/key-events.ts';
import { type CompactLimits, noLimits } from '../keyspace/encoding.ts';
import { inertSettings, yesOrNo } from './inert-settings.ts';
import { checkOutputLimits, mergedOutputLimits, type OutputLimits, outputLimits } from './output-limits.ts';
import { parseMemory } from './parse-memory.ts';
import {
  bytes,
  choice,
  fixed,
  megabyte,
  number,
  type Setting,
  type SettingKind,
  standing,
} from './setting.ts';

/** No command that is quick by its nature takes so many microseconds. */
const shortestMeasured = 5000;

/** Names and first values are those of Redis; what has no meaning here is not there. */
const settings: Readonly<Record<string, Setting>> = {
  ...inertSettings,
  appendfsync: choice('always', ...fsyncPolicies),
  bind: standing('127.0.0.1'),
  'client-output-buffer-limit': {
    takes: { kind: 'text', check: checkOutputLimits, kept: mergedOutputLimits },
    initial: 'normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60',
  },
  'client-query-buffer-limit': bytes(1024 * megabyte, megabyte),
  databases: fixed('16'),
  daemonize: fixed('no'),
  dir: standing(''),
  'hash-max-listpack-entries': number(512),
  'hash-max-listpack-value': number(64),
  'hash-max-ziplist-entries': number(512),
  'hash-max-ziplist-value': number(64),
  'hll-sparse-max-bytes': number(3000),
  'latency-tracking': yesOrNo('yes'),
  'latency-tracking-info-percentiles': {
    takes: { kind: 'text', check: checkPercentiles, told: percentilesOf },
    initial: '50 99 99.9',
  },
  'latency-monitor-threshold': number(0),
  'list-max-listpack-size': number(-2, -(2 ** 31)),
  'list-max-ziplist-size': number(-2, -(2 ** 31)),
  maxclients: number(10_000, 1, 100_000),
  maxmemory: bytes(0),
  // Nothing is ever evicted: whoever asks for something else is told.
  'maxmemory-policy': choice('noeviction', 'noeviction'),
  'notify-keyspace-events': {
    takes: { kind: 'text', check: checkKeyEvents, told: keyEventLetters },
    initial: '',
  },
  port: standing('0'),
  'proto-max-bulk-len': bytes(512 * megabyte, megabyte, 512 * megabyte),
  'repl-backlog-size': bytes(megabyte, 1),
  requirepass: { takes: { kind: 'text' }, initial: '' },
  save: { takes: { kind: 'text', check: checkSavePoints }, initial: '' },
  'set-max-intset-entries': number(512),
  'slowlog-log-slower-than': number(10_000, -1, Number.MAX_SAFE_INTEGER),
  'slowlog-max-len': number(128),
  'stream-node-max-bytes': bytes(4096),
  'stream-node-max-entries': number(100),
  timeout: number(0),
  'tracking-table-max-keys': number(1_000_000, 0, Number.MAX_SAFE_INTEGER),
  'zset-max-listpack-entries': number(128),
  'zset-max-listpack-value': number(64),
  'zset-max-ziplist-entries': number(128),
  'zset-max-ziplist-value': number(64),
};

/** Older names of the same settings. */
const synonyms: readonly (readonly [string, string])[] = [
  ['hash-max-listpack-entries', 'hash-max-ziplist-entries'],
  ['hash-max-listpack-value', 'hash-max-ziplist-value'],
  ['list-max-listpack-size', 'list-max-ziplist-size'],
  ['zset-max-listpack-entries', 'zset-max-ziplist-entries'],
  ['zset-max-listpack-value', 'zset-max-ziplist-value'],
];

/** The settings that CONFIG reads and changes. */
export class ServerConfig {
  readonly #values = new Map(Object.entries(settings).map(([name, { initial }]) => [name, initial]));
  /** Commands that take longer are noted; negative = none. In microseconds. */
  slowerThanMicroseconds = Number(settings['slowlog-log-slower-than']?.initial);
  /** Commands that take the same time whatever there is are not even measured, unless very short times are asked for. */
  notesFastCommands = false;
  /** What may be in memory before writes are refused; 0 = any amount. */
  maxMemoryBytes = 0;
  /** What may have come from a client and not been run. */
  maxWaitingBytes = Number(settings['client-query-buffer-limit']?.initial);
  tracksLatency = true;
  /** Up to where structures count as held in a compact encoding. */
  readonly compactLimits: CompactLimits = { ...noLimits };
  /** What takes so long is told by LATENCY; 0 = nothing is. */
  latencyThresholdMs = 0;
  /** How far behind clients may be. */
  outputLimits: OutputLimits = outputLimits(this.text('client-output-buffer-limit'));

  constructor() {
    this.#limitEncodings();
  }

  get names(): string[] {
    return [...this.#values.keys()];
  }

  text(name: string): string {
    return this.#values.get(name) ?? '';
  }

  /** As CONFIG GET tells it, which need not be how it was said. */
  told(name: string): string {
    const takes = settings[name]?.takes;
    const text = this.text(name);
    return takes?.kind === 'text' ? (takes.told?.(text) ?? text) : text;
  }

  number(name: string): number {
    return Number(this.#values.get(name));
  }

  /** Why the setting cannot have this value; null when it can. */
  refusal(name: string, text: string): string | null {
    const takes = settings[name]?.takes;
    if (!takes || takes.kind === 'fixed') return "can't set immutable config";
    switch (takes.kind) {
      case 'standing':
        return text === this.text(name) ? null : "can't set immutable config";
      case 'choice':
        return takes.choices.includes(text.toLowerCase())
          ? null
          : `argument(s) must be one of the following: ${takes.choices.join(', ')}`;
      case 'text':
        return takes.check?.(text) ?? null;
      case 'number':
        if (!/^-?\d+$/.test(text)) return "argument couldn't be parsed into an integer";
        return rangeRefusal(Number(text), takes.min, takes.max);
      case 'bytes': {
        const value = parseMemory(text);
        return value === null ? 'argument must be a memory value' : rangeRefusal(value, takes.min, takes.max);
      }
    }
  }

  has(name: string): boolean {
    return Object.hasOwn(settings, name);
  }

  /** Takes what has not been refused. */
  set(name: string, text: string): void {
    const { takes } = settings[name] as Setting;
    const value =
      takes.kind === 'bytes'
        ? String(parseMemory(text))
        : takes.kind === 'choice'
          ? text.toLowerCase()
          : keptText(takes, text, this.text(name));
    this.preset(name, value);
  }

  /** Sets what clients can only read as well. */
  preset(name: string, value: string): void {
    const pair = synonyms.find((names) => names.includes(name)) ?? [name];
    for (const each of pair) this.#values.set(each, value);
    if (name === 'slowlog-log-slower-than') {
      this.slowerThanMicroseconds = Number(value);
    }
    if (name === 'maxmemory') this.maxMemoryBytes = Number(value);
    if (name === 'client-query-buffer-limit') this.maxWaitingBytes = Number(value);
    if (name === 'latency-monitor-threshold') this.latencyThresholdMs = Number(value);
    const notes = this.slowerThanMicroseconds;
    this.notesFastCommands = this.latencyThresholdMs > 0 || (notes >= 0 && notes < shortestMeasured);
    if (name === 'latency-tracking') this.tracksLatency = value === 'yes';
    if (name === 'client-output-buffer-limit') this.outputLimits = outputLimits(value);
    this.#limitEncodings();
  }

  #limitEncodings(): void {
    this.compactLimits.setEntries = this.number('set-max-intset-entries');
    this.compactLimits.hashEntries = this.number('hash-max-listpack-entries');
    this.compactLimits.hashBytes = this.number('hash-max-listpack-value');
    this.compactLimits.scoreEntries = this.number('zset-max-listpack-entries');
    this.compactLimits.scoreBytes = this.number('zset-max-listpack-value');
  }
}

function keptText(takes: SettingKind, text: string, before: string): string {
  return takes.kind === 'text' && takes.kept ? takes.kept(text, before) : text;
}

function rangeRefusal(value: number, min: number, max: number): string | null {
  return value >= min && value <= max ? null : `argument must be between ${min} and ${max} inclusive`;
}

/** `50.0 99.9` as `50 99.9`. */
function percentilesOf(text: string): string {
  return text.split(/\s+/).filter(Boolean).map(Number).join(' ');
}

function checkPercentiles(text: string): string | null {
  const percentiles = text.split(/\s+/).filter(Boolean).map(Number);
  if (percentiles.some(Number.isNaN)) return 'Invalid latency-tracking-info-percentiles parameters';
  if (percentiles.every((percent) => percent >= 0 && percent <= 100)) return null;
  return 'latency-tracking-info-percentiles parameters should sit between [0.0,100.0]';
}

function checkKeyEvents(text: string): string | null {
  return areKeyEventLetters(text) ? null : "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.";
}

function checkSavePoints(text: string): string | null {
  if (text.trim() !== '' && !/^\d+ \d+(?: \d+ \d+)*$/.test(text.trim())) return 'Invalid save parameters';
  return savePointsOf(text).every(({ seconds }) => seconds >= 1) ? null : 'Invalid save parameters';
}

/** `900 1 60 10000` as pairs. */
export function savePointsOf(text: string): { seconds: number; changes: number }[] {
  const numbers = text.trim() === '' ? [] : text.trim().split(/\s+/).map(Number);
  const points: { seconds: number; changes: number }[] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    points.push({ seconds: numbers[at] as number, changes: numbers[at + 1] as number });
  }
  return points;
}
