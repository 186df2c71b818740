import { manifestFile, temporarySuffix } from '../format/file-names.ts';
import { encodeManifest, type Manifest, type ManifestSegment } from '../format/manifest.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { prove } from './failures.ts';

/** The manifest of an open store: replaced as a whole, one change after the other. */
export class ManifestFile {
  readonly #fileSystem: FileSystem;
  readonly #directory: string;
  #current: Manifest;
  #nextNumber: number;
  /** What a rename was asked to put on the disk last; after a failure nobody knows whether it did. */
  #attempted: Manifest | null = null;
  #lastChange: Promise<void> = Promise.resolve();

  /** `current` is what stands on the disk, or what is to be written first. */
  constructor(fileSystem: FileSystem, directory: string, current: Manifest) {
    this.#fileSystem = fileSystem;
    this.#directory = directory;
    this.#current = current;
    this.#nextNumber = current.nextNumber;
  }

  get current(): Manifest {
    return this.#current;
  }

  /** A number that no segment has had. */
  takeNumber(): number {
    return this.#nextNumber++;
  }

  /** Whether what is on the disk may count a segment: its file must stay then. */
  mayCount(number: number): boolean {
    const manifests = [this.#current, ...(this.#attempted === null ? [] : [this.#attempted])];
    return manifests.some(({ segments }) => segments.some((segment) => segment.number === number));
  }

  /** Writes the manifest with other segments; when it returns, that is what a restart finds. */
  change(segments: (current: readonly ManifestSegment[]) => ManifestSegment[]): Promise<void> {
    const change = this.#lastChange.then(() => this.#write(segments(this.#current.segments)));
    this.#lastChange = change.catch(() => undefined);
    return change;
  }

  async #write(segments: ManifestSegment[]): Promise<void> {
    const next: Manifest = {
      ...this.#current,
      generation: this.#current.generation + 1,
      nextNumber: this.#nextNumber,
      segments,
    };
    const path = `${this.#directory}/${manifestFile}`;
    const temporary = `${path}${temporarySuffix}`;
    const handle = await this.#fileSystem.open(temporary, 'open-or-create');
    try {
      await handle.truncate(0);
      await handle.write(encodeManifest(next), 0);
      await prove(manifestFile, () => handle.sync());
    } finally {
      await handle.close();
    }
    this.#attempted = next;
    await this.#fileSystem.rename(temporary, path);
    await prove('the directory', () => this.#fileSystem.syncDirectory(this.#directory));
    this.#current = next;
    this.#attempted = null;
  }
}
