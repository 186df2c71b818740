import type { Binary } from '../value.ts';
import type { CommandSpec } from './command.ts';

/** Which words of a command are keys. */
export function keyPositions(
  { keys, findKeys }: Pick<CommandSpec, 'keys' | 'findKeys'>,
  args: readonly Binary[],
): number[] {
  if (findKeys) return findKeys(args);
  if (!keys) return [];
  const [first, last, step] = keys;
  const end = last < 0 ? args.length + last : last;
  const positions: number[] = [];
  for (let at = first; at <= end && at < args.length; at += step) positions.push(at);
  return positions;
}

/** Keys that follow their own number, as in ZINTER: from the word behind it. */
export function countedKeys(args: readonly Binary[], countAt: number): number[] {
  const count = Number(args[countAt]);
  if (!Number.isInteger(count) || count < 1 || countAt + count >= args.length) return [];
  return Array.from({ length: count }, (_, index) => countAt + 1 + index);
}
