import type { Binary } from '../../../formats/redis/value.ts';
import { withoutSecrets } from './without-secrets.ts';

export interface SlowEntry {
  id: number;
  /** Seconds since 1970. */
  at: number;
  microseconds: number;
  args: readonly Binary[];
  address: string;
  clientName: Binary;
}

const maxArguments = 32;
const maxArgumentChars = 128;

/** The commands that took longest of late, newest first. */
export class SlowLog {
  #entries: SlowEntry[] = [];
  #nextId = 0;

  get entries(): readonly SlowEntry[] {
    return this.#entries;
  }

  add(entry: Omit<SlowEntry, 'id'>, maxEntries: number): void {
    this.#entries.unshift({ ...entry, id: this.#nextId++, args: shortened(withoutSecrets(entry.args)) });
    if (this.#entries.length > maxEntries) this.#entries.length = Math.max(0, maxEntries);
  }

  clear(): void {
    this.#entries = [];
  }
}

function shortened(args: readonly Binary[]): Binary[] {
  const shown = args.length > maxArguments ? args.slice(0, maxArguments - 1) : [...args];
  const cut = shown.map((arg) =>
    arg.length > maxArgumentChars
      ? `${arg.slice(0, maxArgumentChars)}... (${arg.length - maxArgumentChars} more bytes)`
      : arg,
  );
  if (args.length > maxArguments) cut.push(`... (${args.length - maxArguments + 1} more arguments)`);
  return cut;
}
