import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../../formats/log/log.ts';
import type { LogReader } from './log-reader.ts';

/** A directory that takes longer to read is shown with what has been read of it by then. ms */
const readBeforeOpenMs = 400;

/** All of it, or what has been read after a moment; at least one record. */
export async function readForAMoment(log: LogReader): Promise<{ read: Log; whole: boolean }> {
  const whole = log.whole;
  const first = await Promise.race([whole, someOf(log)]);
  // Whoever takes the rest in handles its failure; until then it is nobody's.
  whole.catch(() => undefined);
  return first === null ? { read: log.current!, whole: false } : { read: first, whole: true };
}

async function someOf(log: LogReader): Promise<null> {
  await wait(readBeforeOpenMs, null, { ref: false });
  await new Promise<void>((resolve) => {
    const look = () => {
      if (log.current === null || log.current.table.count === 0) return;
      unlisten();
      resolve();
    };
    const unlisten = log.onChange(look);
    look();
  });
  return null;
}
