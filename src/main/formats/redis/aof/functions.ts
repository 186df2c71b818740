import { libraryOf } from '../rdb/rdb-info.ts';
import type { RedisLog } from '../redis-log.ts';

/** FUNCTION LOAD, DELETE and FLUSH; returns why it cannot be replayed, or null. */
export function applyFunction(log: RedisLog, args: readonly Buffer[]): string | null {
  const action = (args[1] ?? Buffer.alloc(0)).toString('latin1').toUpperCase();
  const name = (args[2] ?? Buffer.alloc(0)).toString();
  if (action === 'FLUSH') log.libraries = [];
  else if (action === 'DELETE') log.libraries = log.libraries.filter((library) => library.name !== name);
  else if (action === 'LOAD') {
    const library = libraryOf(args.at(-1) ?? Buffer.alloc(0));
    log.libraries = [...log.libraries.filter((before) => before.name !== library.name), library];
  } else return `FUNCTION ${action.slice(0, 20)} is not known`;
  return null;
}
