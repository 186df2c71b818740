import type { FileHandle } from '../../../engine/fs/file-system.ts';

/** Bytes gather to about this many before they are written. */
const bufferBytes = 1024 * 1024;

/** Appends to a file, one large write for many small parts. */
export class BufferedOutput {
  readonly #handle: FileHandle;
  #parts: Uint8Array[] = [];
  #bytes = 0;
  #position: number;

  /** `position`: where the first byte goes. */
  constructor(handle: FileHandle, position = 0) {
    this.#handle = handle;
    this.#position = position;
  }

  async add(bytes: Uint8Array): Promise<void> {
    this.#parts.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes >= bufferBytes) await this.flush();
  }

  /** Returns where the file ends now. */
  async flush(): Promise<number> {
    if (this.#bytes > 0) await this.#handle.write(Buffer.concat(this.#parts), this.#position);
    this.#position += this.#bytes;
    this.#parts = [];
    this.#bytes = 0;
    return this.#position;
  }
}
