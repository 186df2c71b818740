import type { Handlers } from '../../../shared/contract/index.ts';
import type { serverCalls } from '../../../shared/contract/server.ts';
import type { ServedSources } from '../serving/served-sources.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';

export function serverHandlers(options: {
  sources: SourceRegistry;
  served: ServedSources;
}): Pick<Handlers, keyof typeof serverCalls> {
  const { sources, served } = options;
  return {
    'server.start': ({ source, port }) => served.start(sources.get(source), port),
    'server.stop': async ({ source }) => {
      await served.stop(source);
      return null;
    },
    'server.status': async ({ source }) => served.status(source),
  };
}
