import type { Binary } from '../value.ts';
import type { Call } from './command.ts';
import { cursorOf, scanOptions } from './generic/scan.ts';
import { matchesGlob } from './glob.ts';
import type { Reply } from './reply.ts';

/**
 * All elements of a structure in one piece, as Redis answers for small ones: the cursor comes back as 0 at once, which
 * keeps every promise that a walk makes, whatever changes meanwhile. Structures are read and written whole anyway.
 */
export function scanElements(call: Call, elements: () => readonly (readonly [Binary, ...Binary[]])[]): Reply {
  const cursor = cursorOf(call.args[2] as Binary);
  const { pattern } = scanOptions(call.args, 3, false);
  // No walk that has begun here goes on.
  if (cursor !== 0) return ['0', []];
  const chosen = elements().filter(([name]) => pattern === null || matchesGlob(pattern, name));
  return ['0', chosen.flat()];
}
