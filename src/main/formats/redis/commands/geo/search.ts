import { type Found, findWithin } from '../../geo/find.ts';
import { sortFirst } from '../../geo/partial-sort.ts';
import { RankedScores } from '../../ranked-scores.ts';
import { printf17g } from '../../score-text.ts';
import type { Binary } from '../../value.ts';
import { word } from '../arguments.ts';
import { type Call, type CommandSpec, command } from '../command.ts';
import type { Reply } from '../reply.ts';
import { distanceText, placeReply } from './place-text.ts';
import {
  type SearchCommand,
  type SearchRequest,
  searchesAtMember,
  searchesAtPlace,
  searchesToKey,
  searchRequest,
} from './search-request.ts';

const search =
  (kind: SearchCommand, event: string) =>
  (call: Call): Reply => {
    const { args, db } = call;
    const scores = db.typed(args[kind.sourceAt] as Binary, 'zset')?.scores ?? null;
    const request = searchRequest(args, kind, scores);
    const found = scores === null ? [] : chosen(scores, request);
    if (request.target !== null) return store(call, { ...request, target: request.target }, found, event);
    return found.map((each) => foundReply(each, request));
  };

/** What is found, in the order that is asked for. */
function chosen(scores: RankedScores, { center, shape, count, takesAny, order }: SearchRequest): Found[] {
  if (center === null) return [];
  const found = findWithin(scores, center, shape, takesAny ? count : null);
  const wanted = Math.min(count ?? found.length, found.length);
  // The nearest are counted, unless any will do.
  const wantedOrder = order ?? (count !== null && !takesAny ? 'nearest' : null);
  if (wantedOrder !== null) {
    const compare = wantedOrder === 'nearest' ? byDistance : (a: Found, b: Found) => -byDistance(a, b);
    if (wanted === found.length) found.sort(compare);
    else sortFirst(found, wanted, compare);
  }
  return found.slice(0, wanted);
}

function byDistance(a: Found, b: Found): number {
  if (a.metres > b.metres) return 1;
  return a.metres === b.metres ? 0 : -1;
}

function foundReply({ member, metres, score, place }: Found, request: SearchRequest): Reply {
  const { withDistance, withHash, withPlace, shape } = request;
  if (!withDistance && !withHash && !withPlace) return member;
  return [
    member,
    ...(withDistance ? [distanceText(metres / shape.unit)] : []),
    ...(withHash ? [BigInt(Math.trunc(score))] : []),
    ...(withPlace ? [placeReply(place)] : []),
  ];
}

function store(
  { db, told }: Call,
  { target, storesDistance, shape }: SearchRequest & { target: Binary },
  found: readonly Found[],
  event: string,
): Reply {
  const scores = new RankedScores(
    found.map(({ member, score, metres }) => [member, storesDistance ? metres / shape.unit : score]),
  );
  // Sines and cosines differ by machine, and which cells are searched by version: what has been found is told.
  told.as('DEL', target);
  if (scores.size > 0)
    told.as('ZADD', target, ...[...scores].flatMap(([member, score]) => [printf17g(score), member]));
  db.store(target, { type: 'zset', scores }, event);
  return scores.size;
}

/** Redis looks for one STORE and one STOREDIST behind what has to be there. */
const storeKeys =
  (optionsAt: number) =>
  (args: readonly Binary[]): number[] => {
    const targets = ['STORE', 'STOREDIST'].flatMap((option) => {
      const at = args.findIndex((arg, index) => index >= optionsAt && word(arg) === option);
      return at < 0 || at + 1 >= args.length ? [] : [at + 1];
    });
    return [1, ...targets];
  };

const searchesByOptions: SearchCommand = { sourceAt: 1, given: 'nothing', stores: 'never' };

export const searchCommands: readonly CommandSpec[] = [
  command(
    'georadius',
    -6,
    'write denyoom movablekeys',
    [1, 1, 1],
    '3.2.0',
    'What is near a place',
    search(searchesAtPlace, 'georadiusstore'),
    { findKeys: storeKeys(6) },
  ),
  command(
    'georadius_ro',
    -6,
    'readonly',
    [1, 1, 1],
    '3.2.10',
    'What is near a place, and stores nothing',
    search({ ...searchesAtPlace, stores: 'never' }, ''),
  ),
  command(
    'georadiusbymember',
    -5,
    'write denyoom movablekeys',
    [1, 1, 1],
    '3.2.0',
    'What is near a member',
    search(searchesAtMember, 'georadiusstore'),
    { findKeys: storeKeys(5) },
  ),
  command(
    'georadiusbymember_ro',
    -5,
    'readonly',
    [1, 1, 1],
    '3.2.10',
    'What is near a member, and stores nothing',
    search({ ...searchesAtMember, stores: 'never' }, ''),
  ),
  command(
    'geosearch',
    -7,
    'readonly',
    [1, 1, 1],
    '6.2.0',
    'What lies within a circle or a box',
    search(searchesByOptions, ''),
  ),
  command(
    'geosearchstore',
    -8,
    'write denyoom',
    [1, 2, 1],
    '6.2.0',
    'Stores what lies within a circle or a box',
    search(searchesToKey, 'geosearchstore'),
  ),
];
