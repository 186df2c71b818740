import type { FileHandle } from '../../../engine/fs/file-system.ts';
import { type Answered, type Opening, Refusal } from '../subject.ts';

/** What the exhibits have in common: they know no sequence numbers and report nothing. */

/** A naive engine believes whatever it finds. */
export const believing: Opening = {
  reportsLoss: false,
  callsItDamage: false,
  sentence: 'It opened without a word.',
  readOnly: false,
  lastSeq: null,
};

/** Answers without evidence: what a caller may rely on is for the fsync policy to say. */
export const done: Answered = { durable: false, wrote: true, lastSeq: null };

/** An error of the file system, or of a parser, reaches the caller. */
export async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Node's own codes too: bytes that are out of bounds are refused as well.
    const code = (error as NodeJS.ErrnoException).code ?? (error instanceof SyntaxError ? 'PARSE' : null);
    if (code === null) throw error;
    throw new Refusal(code, error.message, { cause: error });
  }
}

export async function closing<T>(handle: FileHandle, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await handle.close();
  }
}

export const exhibitWorkloads = ['puts', 'overwrites', 'deletes', 'roll', 'reopen'];
