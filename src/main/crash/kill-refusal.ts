import { WalscopeError } from '../../shared/errors.ts';
import { appendRefusal } from './appended-log.ts';
import type { ReadDirectory } from './copy-directory.ts';
import { canBeKilled } from './process-kill.ts';

/** Why no writer can be killed on a copy of a directory; null where one can. */
export function killRefusal({ log, reader }: ReadDirectory): WalscopeError | null {
  if (canBeKilled(log.format)) return appendRefusal(log);
  const instead = 'take its power, or damage it, instead';
  return new WalscopeError(
    'WRONG_FORMAT',
    `Walscope has no writer for ${reader.title} directories: ${instead}.`,
  );
}
