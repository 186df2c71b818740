import { looseText, utf8 } from '../../../../../shared/bytes.ts';
import type { Change } from '../../subject.ts';

/** A command as it stands in an AOF: the array of bulk strings that a client would send. */
type Command = readonly string[];

const commandOf = (change: Change): Command => {
  if (change.op === 'delete') return ['DEL', change.key];
  const { key, value, expireAt } = change;
  return expireAt === undefined ? ['SET', key, value] : ['SET', key, value, 'PXAT', String(expireAt)];
};

/** `whole`: the changes hold together, as a transaction. */
export function encodeCommands(changes: readonly Change[], { whole }: { whole: boolean }): Uint8Array {
  const commands = changes.map(commandOf);
  return utf8((whole ? [['MULTI'], ...commands, ['EXEC']] : commands).map(encode).join(''));
}

const encode = (command: Command): string =>
  `*${command.length}\r\n${command.map((part) => `$${utf8(part).length}\r\n${part}\r\n`).join('')}`;

export interface DecodedCommands {
  changes: Change[];
  /** Where the last command ends that is whole, outside a transaction that is not. */
  end: number;
  /** `truncated`: the file ends within a command or a transaction. `wrong`: these bytes are no command. */
  stopped: 'at the end' | 'truncated' | 'wrong';
}

/** There is no checksum: whatever has the form of a command is one. */
export function decodeCommands(file: Uint8Array): DecodedCommands {
  const reader = new Reader(file);
  const changes: Change[] = [];
  let transaction: Change[] | null = null;
  let end = 0;
  while (!reader.isAtEnd) {
    const command = reader.command();
    if (command === 'truncated' || command === 'wrong') return { changes, end, stopped: command };
    const [name] = command;
    if (name === 'MULTI') transaction = [];
    else if (name === 'EXEC') {
      changes.push(...(transaction ?? []));
      transaction = null;
    } else {
      const change = changeOf(command);
      if (change === null) return { changes, end, stopped: 'wrong' };
      (transaction ?? changes).push(change);
    }
    if (transaction === null) end = reader.position;
  }
  return { changes, end, stopped: transaction === null ? 'at the end' : 'truncated' };
}

function changeOf([name, key, value, unit, deadline]: Command): Change | null {
  if (key === undefined) return null;
  if (name === 'DEL') return { op: 'delete', key };
  if (name !== 'SET' || value === undefined) return null;
  if (unit === undefined) return { op: 'set', key, value };
  return unit === 'PXAT' ? { op: 'set', key, value, expireAt: Number(deadline) } : null;
}

type Stop = 'truncated' | 'wrong';

/** More parts than any command of ours has. */
const maxParts = 64;

class Reader {
  readonly #bytes: Buffer;
  position = 0;

  constructor(file: Uint8Array) {
    this.#bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  }

  get isAtEnd(): boolean {
    return this.position >= this.#bytes.length;
  }

  command(): string[] | Stop {
    const count = this.#number('*');
    if (typeof count !== 'number') return count;
    if (count < 1 || count > maxParts) return 'wrong';
    const parts: string[] = [];
    for (let index = 0; index < count; index++) {
      const length = this.#number('$');
      if (typeof length !== 'number') return length;
      const part = this.#take(length);
      if (part === null) return 'truncated';
      parts.push(part);
    }
    return parts;
  }

  #number(prefix: string): number | Stop {
    if (this.isAtEnd) return 'truncated';
    if (this.#bytes[this.position] !== prefix.charCodeAt(0)) return 'wrong';
    const lineEnd = this.#bytes.indexOf('\r\n', this.position);
    if (lineEnd === -1) return 'truncated';
    const digits = this.#bytes.toString('latin1', this.position + 1, lineEnd);
    if (!/^\d{1,9}$/.test(digits)) return 'wrong';
    this.position = lineEnd + 2;
    return Number(digits);
  }

  /** The two bytes behind it are skipped unseen, as Redis does. */
  #take(length: number): string | null {
    const end = this.position + length;
    if (end + 2 > this.#bytes.length) return null;
    const part = looseText(this.#bytes.subarray(this.position, end));
    this.position = end + 2;
    return part;
  }
}
