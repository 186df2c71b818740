import { z } from 'zod';

/** Who has a directory open for writing, as the lock file says. It is for people: what counts is the kernel's lock. */
const holderSchema = z.object({ pid: z.number(), host: z.string(), since: z.string(), app: z.string() });
export type LockHolder = z.infer<typeof holderSchema>;

/** null when the text is not what a holder writes. */
export function parseHolder(text: string): LockHolder | null {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
