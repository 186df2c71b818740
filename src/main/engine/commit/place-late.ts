import type { LogWriter } from './log-writer.ts';
import type { WriteGroup } from './write-group.ts';

/**
 * Puts in the late records of a group for the place where its frame will go, which has room for it then. They can build
 * on what lies in the same segment: which one it is may change before the frame fits.
 */
export async function placeLate(group: WriteGroup, writer: LogWriter): Promise<void> {
  if (!writer.position.takesPatches && group.couldPatchIn(writer.segment.number)) await writer.beginPatches();
  group.fillIn(writer.position);
  if (writer.hasRoom(group.length)) return;
  await writer.prepare(group.length);
  group.fillIn(writer.position);
}
