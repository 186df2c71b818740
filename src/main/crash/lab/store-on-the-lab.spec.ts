import { FaultyFileSystem } from '../../engine/fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../../engine/fs/memory-file-system.ts';
import { itBehavesAsAStore } from '../../engine/store/store-behaviour.ts';
import { ImageFileSystem } from './image-file-system.ts';
import { RecordingFileSystem } from './recording-file-system.ts';

const directory = '/disk';
const image = new Map([['disk/', new Uint8Array(0)]]);
const cleanUp = async (): Promise<void> => undefined;

/** What the lab crashes must be a store as any other: on each of its disks the engine does what it does on a real one. */
itBehavesAsAStore('on the disk that the lab records', async () => {
  const memory = new MemoryFileSystem();
  const fileSystem = new FaultyFileSystem(new RecordingFileSystem(memory));
  await fileSystem.mkdir(directory);
  return { fileSystem, directory, cleanUp };
});

itBehavesAsAStore('on a disk that a crash left', async () => ({
  fileSystem: new ImageFileSystem(image, 0),
  directory,
  cleanUp,
}));

itBehavesAsAStore('on a recovery that is recorded', async () => ({
  fileSystem: new RecordingFileSystem(new ImageFileSystem(image, 0), (_, data) => data, image),
  directory,
  cleanUp,
}));
