import { plural } from '../../../shared/words.ts';
import { storeKeyArgument } from '../arguments.ts';
import type { Run } from '../command.ts';
import { openForWriting } from '../directory.ts';
import { writeJson } from '../output.ts';

export const run: Run<Record<never, never>, [string, string[]]> = async (invocation, directory, keyTexts) => {
  const { io, common } = invocation;
  const keys = [...new Set(keyTexts)].map((text) => storeKeyArgument(text, common));
  const store = await openForWriting(invocation, directory, { create: false });
  let deleted = 0;
  try {
    const present = keys.filter((key) => store.locate(key) !== null);
    // One batch: either all of them are gone or none is.
    if (present.length > 0) await store.batch(present.map((key) => ({ op: 'delete' as const, key })));
    deleted = present.length;
  } finally {
    await store.close();
  }
  const missing = keys.length - deleted;
  if (common.json) await writeJson(io, { deleted, missing });
  else await io.write(`${plural(deleted, 'key')} deleted${missing > 0 ? `, ${missing} not there` : ''}\n`);
  return missing > 0 ? 1 : 0;
};
