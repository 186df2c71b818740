import { type Lie, LyingFileSystem } from './lying-file-system.ts';
import type { Subject } from './subject.ts';

/** The engine with its fsyncs of files, or of directories, taken out: what they were there for shows in a sweep. */
export function withoutFsync(subject: Subject, lie: Lie): Subject {
  return {
    ...subject,
    name: `${subject.name}-no-${lie === 'files' ? 'fsync' : 'directory-fsync'}`,
    open: (options) => subject.open({ ...options, fileSystem: new LyingFileSystem(options.fileSystem, lie) }),
  };
}
