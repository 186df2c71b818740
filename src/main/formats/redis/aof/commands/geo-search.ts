import { distance, northSouth, type Place } from '../../geo-distance.ts';
import { geoScore, isOnEdge, placeOfScore } from '../../geohash.ts';
import { RankedScores } from '../../ranked-scores.ts';
import type { Binary } from '../../value.ts';
import { type Call, Refused, Unknowable } from '../command.ts';

/** Metres in each unit. */
const units: Readonly<Record<string, number>> = { M: 1, KM: 1000, FT: 0.3048, MI: 1609.34 };
/** Sines and cosines differ by machine in their last digits: two lengths that differ by less are taken for equal. */
const relativeDoubt = 1e-11;

interface Shape {
  /** Metres; of a box, both null or both there. */
  radius: number | null;
  width: number;
  height: number;
}

interface Search {
  /** The member, or the place, that is searched around. */
  from: Binary | Place | null;
  shape: Shape | null;
  /** Where the members go; null = nowhere. */
  target: Binary | null;
  storesDistance: boolean;
  count: number | null;
  takesAny: boolean;
  farthestFirst: boolean;
}

type Scores = Map<Binary, number>;

/** GEORADIUS and GEORADIUSBYMEMBER: what they find is kept where an option says. */
export function storeRadius(call: Call, from: 'place' | 'member'): void {
  const shapeAt = from === 'place' ? 4 : 3;
  const search = emptySearch(null);
  search.from = from === 'place' ? placeAt(call, 2) : call.binary(2);
  search.shape = circle(call, shapeAt);
  parseOptions(call, shapeAt + 2, search, false);
  if (search.target !== null) store(call, call.binary(1), search);
}

export function storeSearch(call: Call): void {
  const search = emptySearch(call.binary(1));
  parseOptions(call, 3, search, true);
  if (search.from === null || search.shape === null) throw new Refused('syntax');
  store(call, call.binary(2), search);
}

function emptySearch(target: Binary | null): Search {
  return {
    from: null,
    shape: null,
    target,
    storesDistance: false,
    count: null,
    takesAny: false,
    farthestFirst: false,
  };
}

function parseOptions(call: Call, start: number, search: Search, isSearch: boolean): void {
  for (let at = start; at < call.count; at++) {
    const option = call.word(at);
    if (option === 'ASC') search.farthestFirst = false;
    else if (option === 'DESC') search.farthestFirst = true;
    else if (option === 'ANY') search.takesAny = true;
    else if (option === 'COUNT') search.count = call.number(++at);
    else if (isSearch) at = parseSearchOption(call, at, search);
    else if (option === 'STORE' || option === 'STOREDIST') {
      search.storesDistance = option === 'STOREDIST';
      search.target = call.binary(++at);
    } else if (!option.startsWith('WITH')) throw call.unknownOption(at);
  }
  if (search.count === null ? search.takesAny : search.count <= 0) throw new Refused('syntax');
}

/** Returns the index of its last argument. */
function parseSearchOption(call: Call, at: number, search: Search): number {
  switch (call.word(at)) {
    case 'STOREDIST':
      search.storesDistance = true;
      return at;
    case 'FROMMEMBER':
      search.from = call.binary(at + 1);
      return at + 1;
    case 'FROMLONLAT':
      search.from = placeAt(call, at + 1);
      return at + 2;
    case 'BYRADIUS':
      search.shape = circle(call, at + 1);
      return at + 2;
    case 'BYBOX': {
      const unit = unitAt(call, at + 3);
      const [width, height] = [length(call, at + 1) * unit, length(call, at + 2) * unit];
      search.shape = { radius: null, width, height };
      return at + 3;
    }
    default:
      throw call.unknownOption(at);
  }
}

function circle(call: Call, at: number): Shape {
  return { radius: length(call, at) * unitAt(call, at + 1), width: 0, height: 0 };
}

function length(call: Call, at: number): number {
  const value = call.score(at);
  if (!(value >= 0)) throw new Refused('it is negative');
  return value;
}

function unitAt(call: Call, at: number): number {
  const unit = units[call.word(at)];
  if (unit === undefined) throw new Refused('no such unit');
  return unit;
}

function placeAt(call: Call, at: number): Place {
  const [longitude, latitude] = [call.score(at), call.score(at + 1)];
  if (geoScore(longitude, latitude) === null) throw new Refused('out of range');
  if (isOnEdge({ longitude, latitude })) throw new Unknowable('it begins on the edge of the map');
  return { longitude, latitude };
}

function store(call: Call, source: Binary, search: Search): void {
  const target = search.target as Binary;
  const scores = call.value(source, 'zset')?.scores;
  if (scores === undefined) {
    call.keys.delete(target);
    return;
  }
  const found = chosen(within(scores, search), search);
  if (found.size === 0) call.keys.delete(target);
  else if (search.storesDistance) throw new Unknowable('the last digits of a distance depend on the machine');
  else call.keys.set(target, { type: 'zset', scores: new RankedScores(found) }, null);
}

interface Found {
  member: Binary;
  score: number;
  metres: number;
}

function within(scores: Scores, { from, shape }: Search): Found[] {
  const center = typeof from === 'string' ? memberPlace(scores, from) : (from as Place);
  const found: Found[] = [];
  for (const [member, score] of scores) {
    const place = placeOfScore(score);
    if (place !== null && isWithin(center, place, shape as Shape))
      found.push({ member, score, metres: distance(center, place) });
  }
  return found;
}

function memberPlace(scores: Scores, member: Binary): Place {
  const score = scores.get(member);
  if (score === undefined) throw new Refused('no such member');
  const place = placeOfScore(score);
  if (place === null) throw new Unknowable('the score of its member is no place');
  return place;
}

function isWithin(center: Place, place: Place, { radius, width, height }: Shape): boolean {
  if (radius !== null) return isAtMost(distance(center, place), radius);
  if (!isAtMost(northSouth(center, place), height / 2)) return false;
  const beside = { longitude: center.longitude, latitude: place.latitude };
  return isAtMost(distance(beside, place), width / 2);
}

function isAtMost(metres: number, limit: number): boolean {
  if (metres !== limit && isDoubtful(metres, limit))
    throw new Unknowable('whether a place is within it depends on the last digits of a distance');
  return metres <= limit;
}

const isDoubtful = (a: number, b: number): boolean => Math.abs(a - b) <= relativeDoubt * Math.max(a, b);

/** The nearest or the farthest, if not all. */
function chosen(found: Found[], { count, takesAny, farthestFirst }: Search): Scores {
  if (count !== null && found.length > count) {
    if (takesAny) throw new Unknowable('it takes any of the places within it');
    const way = farthestFirst ? -1 : 1;
    found.sort((a, b) => way * (a.metres - b.metres));
    if (isDoubtful((found[count - 1] as Found).metres, (found[count] as Found).metres))
      throw new Unknowable('which place is nearer depends on the last digits of a distance');
    found.length = count;
  }
  return new Map(found.map(({ member, score }) => [member, score]));
}
