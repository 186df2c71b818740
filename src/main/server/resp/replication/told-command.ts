import { encodeCommand } from '../../../formats/redis/aof/encode-command.ts';

/** One command as it goes into the stream. */
export interface ToldCommand {
  /** The database that it means. */
  db: number;
  bytes: Buffer;
}

const multi = encodeCommand(['MULTI']);
const exec = encodeCommand(['EXEC']);

/** Makes the commands from one on a transaction, if they are several. */
export function joinFrom(commands: ToldCommand[], from: number): void {
  const first = commands[from];
  const last = commands.at(-1);
  if (first === undefined || last === undefined || first === last) return;
  commands.splice(from, 0, { db: first.db, bytes: multi });
  commands.push({ db: last.db, bytes: exec });
}
