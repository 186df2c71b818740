import { type Call, type CommandTable, Refused, Unknowable } from './command.ts';
import { bitCommands } from './commands/bits.ts';
import { hashCommands } from './commands/hashes.ts';
import { hyperLogLogCommands } from './commands/hyperloglog.ts';
import { keyCommands } from './commands/keys.ts';
import { listCommands } from './commands/lists.ts';
import { setCommands } from './commands/sets.ts';
import { sortCommands } from './commands/sort.ts';
import { streamCommands } from './commands/streams.ts';
import { stringCommands } from './commands/strings.ts';
import { zsetCommands } from './commands/zsets.ts';
import { isScriptCommand } from './scripts/script-replay.ts';

/** Commands that stand in logs and change no key. */
const withoutEffect = ['PING', 'PUBLISH', 'SPUBLISH', 'REPLCONF', 'READONLY', 'AUTH', 'CLIENT', 'CONFIG'];

const arrays = 'arrays, of which only the bytes in an RDB are kept';
const vectors = 'the module of vector sets';

/** What cannot be replayed from the log alone, and what it takes. */
const unknowable: Readonly<Record<string, string>> = {
  FCALL: 'a function in Lua',
  XAUTOCLAIM: 'the time since entries were delivered',
  ARSET: arrays,
  ARMSET: arrays,
  ARINSERT: arrays,
  ARRING: arrays,
  ARSEEK: arrays,
  ARDEL: arrays,
  ARDELRANGE: arrays,
  VADD: vectors,
  VREM: vectors,
  VSETATTR: vectors,
};

const tables: CommandTable[] = [
  stringCommands,
  keyCommands,
  listCommands,
  setCommands,
  hashCommands,
  zsetCommands,
  streamCommands,
  bitCommands,
  hyperLogLogCommands,
  sortCommands,
];

const handlers = new Map(tables.flatMap((table) => Object.entries(table)));

/** Whether such a command can stand in a log, whatever is made of it here. */
export function isKnownCommand(name: string): boolean {
  return (
    handlers.has(name) ||
    name === 'MULTI' ||
    name === 'EXEC' ||
    name === 'SELECT' ||
    name === 'FUNCTION' ||
    isScriptCommand(name) ||
    name in unknowable ||
    withoutEffect.includes(name)
  );
}

/**
 * Applies one command with Redis's meaning; returns why it cannot be, or null. What Redis would have answered with an
 * error has changed nothing then, and changes nothing now.
 */
export function applyCommand(name: string, call: Call): string | null {
  if (withoutEffect.includes(name)) return null;
  const reason = unknowable[name];
  if (reason) return `${name} cannot be replayed: it takes ${reason}`;
  const handler = handlers.get(name);
  if (!handler) return `no command ${JSON.stringify(name.slice(0, 40))} is known`;
  try {
    handler(call);
    return null;
  } catch (error) {
    if (error instanceof Refused) return null;
    if (error instanceof Unknowable) return `${name} cannot be replayed: ${error.message}`;
    throw error;
  }
}
