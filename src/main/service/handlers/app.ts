import { homedir, platform } from 'node:os';
import type { appCalls, Settings } from '../../../shared/contract/app.ts';
import type { Handlers } from '../../../shared/contract/index.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { LoneFiles } from '../../formats/lone-files.ts';
import type { Examples } from '../examples/examples.ts';
import type { ServiceHost } from '../host.ts';
import type { JsonFile } from '../storage/json-file.ts';
import { listDirectory } from '../storage/list-directory.ts';
import type { Recents } from '../storage/recents-file.ts';

const platforms: Readonly<Record<string, 'mac' | 'windows'>> = { darwin: 'mac', win32: 'windows' };

export function appHandlers(options: {
  host: ServiceHost;
  fileSystem: LoneFiles;
  settings: JsonFile<Settings>;
  recents: Recents;
  examples: Examples;
}): Pick<Handlers, keyof typeof appCalls> {
  const { host, settings, recents, examples } = options;
  return {
    'app.info': async () => ({
      version: host.version,
      host: host.kind,
      platform: platforms[platform()] ?? 'linux',
      node: process.versions.node,
      electron: host.electron,
      home: homedir(),
      openAtStart: [...host.openAtStart],
    }),
    'app.settings': () => settings.read(),
    'app.changeSettings': async (change) => {
      const changed = await settings.update((before) => ({ ...before, ...withoutUndefined(change) }));
      host.emit('settings.changed', changed);
      return changed;
    },
    'app.recents': () => recents.list(),
    'app.forgetRecent': async ({ path }) => {
      await recents.forget(path);
      return recents.list();
    },
    'app.examples': async () => examples.list(),
    'app.copyExample': async ({ id }) => ({ path: await examples.copy(id) }),
    'app.pick': async ({ title, what }) => {
      if (!host.pick) {
        throw new WalscopeError(
          'NOT_FOUND',
          'There is no dialog for that here: type a path or browse to it.',
        );
      }
      const path = await host.pick({ title, what });
      return path === null ? null : { path };
    },
    'app.listDirectory': ({ path }) => listDirectory(path, options.fileSystem),
    'app.reveal': async ({ path }) => {
      if (!host.reveal) {
        throw new WalscopeError('NOT_FOUND', `There is no file manager here: look for ${path} yourself.`);
      }
      await host.reveal(path);
      return null;
    },
  };
}

/** A field that is named without a value is a field that is not to be changed. */
function withoutUndefined<T extends object>(change: { [K in keyof T]?: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<T>;
}
