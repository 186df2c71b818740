import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const copiesIn = (dataDirectory: string) => join(dataDirectory, 'crash');

/** Where this process keeps its crashed copies. */
export function crashDirectory(dataDirectory: string): string {
  return join(copiesIn(dataDirectory), String(process.pid));
}

/** Removes what processes that ended without tidying up have left: nobody can look at their copies any more. */
export async function removeAbandonedCopies(dataDirectory: string): Promise<void> {
  const all = copiesIn(dataDirectory);
  const names = await readdir(all).catch(() => []);
  const abandoned = names.filter((name) => /^\d+$/.test(name) && !isRunning(Number(name)));
  await Promise.all(abandoned.map((name) => rm(join(all, name), { recursive: true, force: true })));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}
