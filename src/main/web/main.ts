import { join } from 'node:path';
import { toPlainError } from '../../shared/errors.ts';
import { dataDirectory } from '../host/data-directory.ts';
import { parseStartArguments } from '../host/start-arguments.ts';
import { openStaticFiles } from '../host/static-files.ts';
import { walscopeVersion } from '../host/version.ts';
import { createService } from '../service/service.ts';
import { createConnections } from './connections.ts';
import { openBrowser } from './open-browser.ts';
import { startWebServer } from './server.ts';

/** Walscope in a browser: `node out/main/web.js [DIR…] [--port N] [--no-open]`. Prints one line, the address. */

const renderer = join(import.meta.dirname, '..', 'renderer');

async function main(): Promise<void> {
  const options = parseStartArguments(process.argv.slice(2), process.cwd());
  const connections = createConnections(() => service.handlers);
  const service = createService({
    kind: 'web',
    version: walscopeVersion,
    electron: null,
    dataDirectory: dataDirectory(),
    openAtStart: options.directories,
    emit: connections.emit,
    serveStore: async (store, options) =>
      (await import('../server/store-server.ts')).serveStore(store, options),
  });
  const server = await startWebServer({
    port: options.port,
    files: await openStaticFiles(renderer),
    connections,
  });
  console.log(`Walscope: ${server.url}`);
  if (options.openBrowser) openBrowser(server.url);

  let ending = false;
  const end = async () => {
    // Asked twice: a source that cannot be closed must not keep the process alive.
    if (ending) process.exit(1);
    ending = true;
    await server.close();
    await service.close();
    process.exit(0);
  };
  const endOn = () => void end().catch(fail);
  process.on('SIGINT', endOn);
  process.on('SIGTERM', endOn);
}

function fail(thrown: unknown): never {
  console.error(`walscope: ${toPlainError(thrown).message}`);
  process.exit(2);
}

await main().catch(fail);
