import type { End } from '../../deque.ts';
import type { Binary } from '../../value.ts';
import { word } from '../arguments.ts';
import { type CommandSpec, command } from '../command.ts';
import type { Database } from '../database.ts';
import { errors, fail } from '../errors.ts';
import { keyEvents } from '../key-events.ts';
import type { Reply } from '../reply.ts';
import { emptyList, poppedAt, pushedAt, put } from './list.ts';

export function endOf(text: Binary | undefined): End {
  const end = word(text);
  if (end !== 'LEFT' && end !== 'RIGHT') fail(errors.syntax);
  return end === 'LEFT' ? 'start' : 'end';
}

/** Moves one item from an end of a list to an end of another, or of the same; null when there is none. */
export function moveItem(db: Database, from: Binary, to: Binary, fromEnd: End, toEnd: End): Binary | null {
  const source = db.typed(from, 'list');
  if (!source) return null;
  const target = from === to ? source : db.typed(to, 'list');
  const [item] = source.items.take(1, fromEnd) as [Binary];
  const list = target ?? emptyList();
  put(list, item, toEnd);
  db.changed(to, list, pushedAt[toEnd]);
  if (list !== source) db.changed(from, source, poppedAt[fromEnd]);
  else db.notify(keyEvents.list, poppedAt[fromEnd], from);
  return item;
}

export const moveCommands: readonly CommandSpec[] = [
  command(
    'lmove',
    5,
    'write denyoom',
    [1, 2, 1],
    '6.2.0',
    'Moves an item to another list',
    ({ args, db }): Reply => {
      const ends = [endOf(args[3]), endOf(args[4])] as const;
      return moveItem(db, args[1] as Binary, args[2] as Binary, ...ends);
    },
  ),
  command(
    'rpoplpush',
    3,
    'write denyoom',
    [1, 2, 1],
    '1.2.0',
    'Moves the last item before another list',
    ({ args, db }) => moveItem(db, args[1] as Binary, args[2] as Binary, 'end', 'start'),
  ),
];
