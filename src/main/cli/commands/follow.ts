import { resolve } from 'node:path';
import { plural } from '../../../shared/words.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { type FollowEvent, followServer } from '../../replication/follow-server.ts';
import { followedServer, serverName } from '../../replication/followed-server.ts';
import type { Run } from '../command.ts';
import { refuseReadOnly } from '../directory.ts';
import { oneLine, writeJson } from '../output.ts';

interface Options {
  once?: boolean;
}

/** Follows until it is interrupted. What happens is told on stderr; with --json each event is a line on stdout. */
export const run: Run<Options> = async ({ io, common, options }, url: string, directory: string) => {
  refuseReadOnly(common);
  const server = followedServer(url);
  let writing = Promise.resolve();
  await followServer({
    server,
    directory: resolve(directory),
    fileSystem: nodeFileSystem,
    signal: io.signal,
    once: options.once ?? false,
    onEvent: (event) => {
      if (common.json) writing = writing.then(() => writeJson(io, event)).catch(() => undefined);
      const words = inWords(event, serverName(server));
      if (words !== null) io.tell(`walscope: ${oneLine(words)}`);
    },
  });
  await writing;
  return 0;
};

function inWords(event: FollowEvent, name: string): string | null {
  switch (event.kind) {
    case 'connecting':
      return null;
    case 'copying':
      return `copying ${name}: ${plural(event.bytes, 'byte')}`;
    case 'following':
      return `following ${name} from offset ${event.offset}${event.resumed ? ', where the copy ended' : ''}`;
    case 'proven':
      return null;
    case 'lost':
      return `${event.message} Trying again in ${event.retryMs / 1000} s.`;
  }
}
