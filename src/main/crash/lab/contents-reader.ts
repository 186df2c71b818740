import type { FsyncPolicy } from '../../../shared/model.ts';
import type { DiskImage } from './disk-image.ts';
import { ImageFileSystem } from './image-file-system.ts';
import { ImageHasher, keyOf } from './image-hasher.ts';
import type { Contents, Subject } from './subject.ts';
import { storeDirectory } from './trace.ts';
import { openedAtMs } from './workloads.ts';

/** Contents kept, by what was on the disk. */
const maxRemembered = 20_000;

const nothing: Contents = new Map();

/** What an engine shows of a disk after its recovery; the same bytes are recovered once. */
export class ContentsReader {
  readonly #subject: Subject;
  readonly #fsync: FsyncPolicy;
  readonly #segmentBytes: number;
  readonly #hasher = new ImageHasher();
  readonly #known = new Map<number, Contents>();
  #distinct = 0;

  constructor(options: { subject: Subject; fsync: FsyncPolicy; segmentBytes: number }) {
    this.#subject = options.subject;
    this.#fsync = options.fsync;
    this.#segmentBytes = options.segmentBytes;
  }

  /** Disks that were recovered. */
  get distinct(): number {
    return this.#distinct;
  }

  /** Nothing where the engine refuses to open it or fails. */
  async read(image: DiskImage): Promise<Contents> {
    const hash = keyOf(this.#hasher.hash(image));
    let contents = this.#known.get(hash);
    if (contents === undefined) {
      contents = await this.#recover(image);
      this.#distinct += 1;
      if (this.#known.size >= maxRemembered) this.#known.clear();
      this.#known.set(hash, contents);
    }
    return contents;
  }

  async #recover(image: DiskImage): Promise<Contents> {
    const subject = this.#subject;
    try {
      const store = await subject.open({
        fileSystem: new ImageFileSystem(image, openedAtMs),
        directory: storeDirectory,
        fsync: this.#fsync,
        readOnly: subject.readsWithoutWriting,
        segmentBytes: this.#segmentBytes,
        now: () => openedAtMs,
      });
      try {
        return (await store.read()).contents;
      } finally {
        await store.close();
      }
    } catch {
      return nothing;
    }
  }
}
