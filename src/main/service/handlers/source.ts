import type { Handlers } from '../../../shared/contract/index.ts';
import type { sourceCalls } from '../../../shared/contract/source.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { writeFace } from '../sources/faces.ts';
import type { Source } from '../sources/source.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';
import type { Recents } from '../storage/recents-file.ts';

export interface SourceHandlersOptions {
  sources: SourceRegistry;
  recents: Recents;
  /** Ends whatever else belongs to a source before it is closed. */
  beforeClose(source: string): Promise<void>;
  /** Lets the clients of a source go: its store is about to be another one. */
  stopServing(source: string): Promise<void>;
}

export function sourceHandlers(options: SourceHandlersOptions): Pick<Handlers, keyof typeof sourceCalls> {
  const { sources, recents } = options;
  return {
    'source.open': async ({ path, readOnly = false, create = false }) => {
      const source = await sources.open({ path, readOnly, create });
      // A large directory is there before it has been read; what is remembered of it is what was found in the end.
      if (source.ready) source.ready.then(() => remember(recents, source));
      else await remember(recents, source);
      return source.info();
    },
    'source.close': async ({ source: id }) => {
      const source = sources.get(id);
      await remember(recents, source);
      await options.beforeClose(id);
      await sources.close(id);
      return null;
    },
    'source.stopReading': async ({ source }) => {
      sources.get(source).stopReading?.();
      return null;
    },
    'source.list': async () => sources.list(),
    'source.info': async ({ source }) => sources.get(source).info(),
    'source.acceptDamage': async ({ source: id }) => {
      const source = sources.get(id);
      if (!source.acceptDamage) {
        throw new WalscopeError(
          'INVALID_ARGUMENT',
          `${source.path} cannot be opened for writing by accepting damage: salvage it into a new directory.`,
        );
      }
      await options.stopServing(id);
      await source.acceptDamage();
      return source.info();
    },
    'source.setPolicy': async ({ source: id, policy }) => {
      const source = sources.get(id);
      await writeFace(source).setPolicy(policy);
      return source.status();
    },
    'source.sync': async ({ source: id }) => {
      const source = sources.get(id);
      await writeFace(source).sync();
      return source.status();
    },
  };
}

/** Recents are a convenience: that they cannot be saved is no reason not to open a directory. */
async function remember(recents: Recents, source: Source): Promise<void> {
  const { path, format, verdict, status } = source.info();
  await recents
    .remember({
      path,
      format,
      openedAt: Date.now(),
      keys: status.keys,
      sizeBytes: status.sizeBytes,
      damage: verdict.damage,
      verdict: verdict.sentence,
    })
    .catch(() => undefined);
}
