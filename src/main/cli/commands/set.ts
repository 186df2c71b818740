import { storeKeyArgument, valueArgument } from '../arguments.ts';
import type { Run } from '../command.ts';
import { openForWriting, refuseReadOnly, requireWalscope } from '../directory.ts';
import { writeJson } from '../output.ts';

interface Options {
  /** Milliseconds, as the option's parser gives it. */
  ttl?: number;
}

export const run: Run<Options> = async (
  invocation,
  directory: string,
  keyText: string,
  valueText: string,
) => {
  const { io, common, options } = invocation;
  refuseReadOnly(common);
  const key = storeKeyArgument(keyText, common);
  await requireWalscope(directory, true);
  const value = await valueArgument(valueText, common, io);
  const store = await openForWriting(invocation, directory, { create: true });
  try {
    const { lastSeq } = await store.set(key, value, options.ttl === undefined ? {} : { ttl: options.ttl });
    if (common.json) await writeJson(io, { seq: lastSeq });
  } finally {
    await store.close();
  }
  return 0;
};
