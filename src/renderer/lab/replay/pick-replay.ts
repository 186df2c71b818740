import { replayExtension } from '../../../shared/replay-name.ts';
import { openGivenFile } from './open-given.ts';

/** Asks for a replay file and opens it. */
export async function pickReplay(): Promise<void> {
  const file = await pickFile();
  if (file !== null) await openGivenFile(file);
}

function pickFile(): Promise<File | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = `${replayExtension},.json`;
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}
