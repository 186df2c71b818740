import {
  type SearchCommand,
  type SearchRequest,
  searchRequest,
  UnknownOption,
} from '../../commands/geo/search-request.ts';
import { type Found, findWithin } from '../../geo/find.ts';
import { isOnEdge, placeOfScore } from '../../geo/geohash.ts';
import { distanceWithin } from '../../geo/shape.ts';
import { RankedScores } from '../../ranked-scores.ts';
import { type Call, refusing, Unknowable } from '../command.ts';

/** Sines and cosines differ by machine in their last digits: two lengths that differ by less are taken for equal. */
const relativeDoubt = 1e-11;
/** What has to be said, and each option twice, is far less. */
const maxArguments = 64;

/** GEOSEARCHSTORE; GEORADIUS and GEORADIUSBYMEMBER, where what they find is kept if an option says so. */
export function storeSearch(call: Call, command: SearchCommand): void {
  const scores = call.value(call.binary(command.sourceAt), 'zset')?.scores ?? null;
  const request = requestOf(call, command, scores);
  if (request.target === null) return;
  const found = scores === null ? [] : chosen(within(scores, request), request);
  if (found.length === 0) call.keys.delete(request.target);
  else if (request.storesDistance)
    throw new Unknowable('the last digits of a distance depend on the machine');
  else {
    const kept = new RankedScores(found.map(({ member, score }) => [member, score]));
    call.keys.set(request.target, { type: 'zset', scores: kept }, null);
  }
}

function requestOf(call: Call, command: SearchCommand, scores: RankedScores | null): SearchRequest {
  if (call.count > maxArguments) throw new Unknowable('it has more options than there are');
  return refusing(() => {
    try {
      return searchRequest([...call.binaries(0)], command, scores);
    } catch (error) {
      throw error instanceof UnknownOption ? call.unknownOption(error.at) : error;
    }
  });
}

function within(scores: RankedScores, { center, member, shape }: SearchRequest): Found[] {
  if (center === null) return [];
  if (member === null ? isOnEdge(center) : placeOfScore(scores.get(member) ?? -1) === null)
    throw new Unknowable(
      member === null ? 'it begins on the edge of the map' : 'the score of its member is no place',
    );
  const found: Found[] = [];
  for (const [each, score] of scores) {
    const place = placeOfScore(score);
    const metres = place === null ? null : distanceWithin(center, place, shape, isAtMost);
    if (place !== null && metres !== null) found.push({ member: each, score, place, metres });
  }
  if (findWithin(scores, center, shape, null).length !== found.length)
    throw new Unknowable('which places a search passes over depends on the version');
  return found;
}

function isAtMost(metres: number, limit: number): boolean {
  if (metres !== limit && isDoubtful(metres, limit))
    throw new Unknowable('whether a place is within it depends on the last digits of a distance');
  return metres <= limit;
}

const isDoubtful = (a: number, b: number): boolean => Math.abs(a - b) <= relativeDoubt * Math.max(a, b);

/** The nearest or the farthest, if not all. */
function chosen(found: Found[], { count, takesAny, order }: SearchRequest): Found[] {
  if (count === null || found.length <= count) return found;
  if (takesAny) throw new Unknowable('it takes any of the places within it');
  const way = order === 'farthest' ? -1 : 1;
  found.sort((a, b) => way * (a.metres - b.metres));
  if (isDoubtful((found[count - 1] as Found).metres, (found[count] as Found).metres))
    throw new Unknowable('which place is nearer depends on the last digits of a distance');
  return found.slice(0, count);
}
