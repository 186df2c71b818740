import { looseText, tryText } from '../../shared/bytes.ts';
import type { FormatId, Verdict } from '../../shared/model.ts';
import { encodeBase64 } from '../service/transfer/base64.ts';
import type { CommonOptions } from './command.ts';
import type { Io } from './io.ts';
import { escaped } from './printable.ts';

/** One JSON document on a line of its own. */
export function writeJson(io: Io, document: unknown): Promise<void> {
  return io.write(`${JSON.stringify(document)}\n`);
}

/** A key within a sentence or a table: never a control character, never two lines. */
export function shownKey(key: Uint8Array, { base64 }: CommonOptions): string {
  if (base64) return encodeBase64(key);
  const text = tryText(key);
  if (text === null) return `base64:${encodeBase64(key)}`;
  return text.replace(/[\p{Cc}\\]/gu, escaped);
}

const bytesOf = (length: number): string => (length === 1 ? '1 byte' : `${length} bytes`);

/** Each damaged range on a line of its own. */
export function tellDamage(io: Io, { damaged }: Pick<Verdict, 'damaged'>): void {
  for (const { file, offset, length, reason } of damaged) {
    io.tell(`${file}: ${bytesOf(length)} at ${offset}: ${reason}`);
  }
}

/** What belongs to no key is left out where only keys are held: said of each library by its name. */
export function tellSkippedLibrary(io: Io, name: string, to: FormatId): void {
  io.tell(`walscope: skipped the library of functions ${JSON.stringify(name)}: ${to} holds keys only`);
}

/** Whatever a message holds, it takes one line. */
export function oneLine(text: string): string {
  return looseText(new TextEncoder().encode(text))
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .trim();
}

/** Lines gather to about this many characters before they are written. */
const chunkLength = 64 * 1024;

/** Writes many short lines with few system calls. */
export class LineWriter {
  readonly #io: Io;
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(io: Io) {
    this.#io = io;
  }

  /** The line's bytes, without its newline. */
  async line(content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.#parts.push(bytes, newline);
    this.#length += bytes.length + 1;
    if (this.#length >= chunkLength) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#length === 0) return;
    const chunk = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#length = 0;
    await this.#io.write(chunk);
  }
}

const newline = Buffer.from('\n');
