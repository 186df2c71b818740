import { distance, type Place } from '../../geo/distance.ts';
import { decodedPlace, geoBits } from '../../geo/geohash.ts';
import type { Binary } from '../../value.ts';
import { word } from '../arguments.ts';
import { type Call, type CommandSpec, command, type KeyRange } from '../command.ts';
import { errors, fail } from '../errors.ts';
import { nullArray, type Reply } from '../reply.ts';
import { addMembers } from '../sorted-sets/add.ts';
import { type SortedSet, sortedSetAt } from '../sorted-sets/sorted-set.ts';
import { distanceText, geohashText, placeReply } from './place-text.ts';
import { searchCommands } from './search.ts';
import { placeAt, unitOf } from './words.ts';

/** It is a ZADD of scores, and is told as such. */
function add(call: Call): Reply {
  const { args, told } = call;
  let at = 2;
  while (['NX', 'XX', 'CH'].includes(word(args[at]))) at++;
  const options = args.slice(2, at);
  const has = (name: string) => options.some((option) => word(option) === name);
  if ((args.length - at) % 3 !== 0 || (has('NX') && has('XX'))) fail(errors.syntax);
  const words = ['zadd', args[1] as Binary, ...options];
  for (; at < args.length; at += 3) words.push(String(geoBits(placeAt(args, at))), args[at + 2] as Binary);
  told.as(...words);
  return addMembers({ ...call, args: words });
}

function placeOf(set: SortedSet | null, member: Binary | undefined): Place | null {
  const score = set?.scores.get(member ?? '');
  return score === undefined ? null : decodedPlace(score);
}

function distanceBetween(call: Call): Reply {
  const { args } = call;
  if (args.length > 5) fail(errors.syntax);
  const unit = args.length === 5 ? unitOf(args[4] as Binary) : 1;
  const set = sortedSetAt(call);
  const [from, to] = [placeOf(set, args[2]), placeOf(set, args[3])];
  return from === null || to === null ? null : distanceText(distance(from, to) / unit);
}

/** One answer for each member. */
const ofEach =
  (reply: (place: Place) => Reply, missing: Reply) =>
  (call: Call): Reply => {
    const set = sortedSetAt(call);
    return call.args.slice(2).map((member) => {
      const place = placeOf(set, member);
      return place === null ? missing : reply(place);
    });
  };

const one: KeyRange = [1, 1, 1];

export const geoCommands: readonly CommandSpec[] = [
  command('geoadd', -5, 'write denyoom', one, '3.2.0', 'Adds members at places', add),
  command(
    'geodist',
    -4,
    'readonly',
    one,
    '3.2.0',
    'How far two members are from each other',
    distanceBetween,
  ),
  command('geohash', -2, 'readonly', one, '3.2.0', 'Geohashes of members', ofEach(geohashText, null)),
  command('geopos', -2, 'readonly', one, '3.2.0', 'Places of members', ofEach(placeReply, nullArray)),
  ...searchCommands,
];
