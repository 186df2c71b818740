import type { Place } from '../../geo/distance.ts';
import { decodedPlace } from '../../geo/geohash.ts';
import type { Shape } from '../../geo/shape.ts';
import type { Binary } from '../../value.ts';
import { whole, word } from '../arguments.ts';
import { CommandError, errors, fail } from '../errors.ts';
import { boxAt, placeAt, radiusAt } from './words.ts';

/** What tells the commands that search for places from each other. */
export interface SearchCommand {
  /** Where the key stands that is searched. */
  sourceAt: 1 | 2;
  /** What stands before the options: a place and a radius, a member and a radius, or nothing. */
  given: 'place' | 'member' | 'nothing';
  /** Whether what is found goes to a key: never, if an option says so, or always. */
  stores: 'never' | 'if said' | 'always';
}

export const searchesAtPlace: SearchCommand = { sourceAt: 1, given: 'place', stores: 'if said' };
export const searchesAtMember: SearchCommand = { sourceAt: 1, given: 'member', stores: 'if said' };
export const searchesToKey: SearchCommand = { sourceAt: 2, given: 'nothing', stores: 'always' };

export interface SearchRequest {
  /** null when it is a member of a key that is not there. */
  center: Place | null;
  /** Whose place the center is. */
  member: Binary | null;
  shape: Shape;
  withDistance: boolean;
  withHash: boolean;
  withPlace: boolean;
  count: number | null;
  /** The first that are come to, instead of the nearest. */
  takesAny: boolean;
  order: 'nearest' | 'farthest' | null;
  /** Where the members go; null = they are told. */
  target: Binary | null;
  /** Distances become the scores. */
  storesDistance: boolean;
}

type Scores = ReadonlyMap<Binary, number>;

/** What nothing is known of: a syntax error, unless a later version has it. */
export class UnknownOption extends CommandError {
  readonly at: number;

  constructor(at: number) {
    super(errors.syntax);
    this.at = at;
  }
}

const noShape: Shape = { radius: null, width: 0, height: 0, unit: 1 };

/** `scores` = null when the key is not there: then nothing is asked of a member. */
export function searchRequest(
  args: readonly Binary[],
  command: SearchCommand,
  scores: Scores | null,
): SearchRequest {
  const parser = new SearchParser(args, command, scores);
  parser.readAll();
  return parser.request;
}

class SearchParser {
  readonly request: SearchRequest;
  readonly #args: readonly Binary[];
  readonly #command: SearchCommand;
  readonly #scores: Scores | null;
  #hasCenter: 'member' | 'place' | null = null;
  #hasShape: 'circle' | 'box' | null = null;

  constructor(args: readonly Binary[], command: SearchCommand, scores: Scores | null) {
    this.#args = args;
    this.#command = command;
    this.#scores = scores;
    this.request = {
      center: null,
      member: null,
      shape: noShape,
      withDistance: false,
      withHash: false,
      withPlace: false,
      count: null,
      takesAny: false,
      order: null,
      target: command.stores === 'always' ? (args[1] as Binary) : null,
      storesDistance: false,
    };
  }

  readAll(): void {
    const { given } = this.#command;
    let at = this.#command.sourceAt + 1;
    if (given === 'place') {
      this.request.center = placeAt(this.#args, at);
      this.#readCircle(at + 2);
      at += 4;
    } else if (given === 'member') {
      this.#readMember(at);
      // Without the key Redis does not even look at the radius.
      if (this.#scores !== null) this.#readCircle(at + 1);
      at += 3;
    }
    while (at < this.#args.length) at += 1 + this.#readOption(at);
    this.#check();
  }

  #readCircle(at: number): void {
    this.request.shape = { ...noShape, ...radiusAt(this.#args, at) };
  }

  #readMember(at: number): void {
    const member = this.#args[at] as Binary;
    this.request.member = member;
    if (this.#scores === null) return;
    const score = this.#scores.get(member) ?? fail('ERR could not decode requested zset member');
    this.request.center = decodedPlace(score);
  }

  /** Returns how many arguments belong to the option. */
  #readOption(at: number): number {
    const { request } = this;
    const left = this.#args.length - at - 1;
    const option = word(this.#args[at]);
    if (option === 'WITHDIST') request.withDistance = true;
    else if (option === 'WITHHASH') request.withHash = true;
    else if (option === 'WITHCOORD') request.withPlace = true;
    else if (option === 'ANY') request.takesAny = true;
    else if (option === 'ASC') request.order = 'nearest';
    else if (option === 'DESC') request.order = 'farthest';
    else if (option === 'COUNT' && left >= 1) {
      request.count = whole(this.#args[at + 1] as Binary);
      if (request.count <= 0) fail('ERR COUNT must be > 0');
      return 1;
    } else return this.#readTarget(option, at, left) ?? this.#readSearch(option, at, left);
    return 0;
  }

  /** null when it is none of these. */
  #readTarget(option: string, at: number, left: number): number | null {
    const { stores } = this.#command;
    if (option === 'STOREDIST' && stores === 'always') {
      this.request.storesDistance = true;
      return 0;
    }
    if ((option !== 'STORE' && option !== 'STOREDIST') || stores !== 'if said' || left < 1) return null;
    this.request.target = this.#args[at + 1] as Binary;
    this.request.storesDistance = option === 'STOREDIST';
    return 1;
  }

  #readSearch(option: string, at: number, left: number): number {
    const { request } = this;
    if (this.#command.given !== 'nothing') throw new UnknownOption(at);
    if (option === 'FROMMEMBER' && left >= 1 && this.#hasCenter !== 'place') {
      this.#readMember(at + 1);
      this.#hasCenter = 'member';
      return 1;
    }
    if (option === 'FROMLONLAT' && left >= 2 && this.#hasCenter !== 'member') {
      request.center = placeAt(this.#args, at + 1);
      this.#hasCenter = 'place';
      return 2;
    }
    if (option === 'BYRADIUS' && left >= 2 && this.#hasShape !== 'box') {
      this.#readCircle(at + 1);
      this.#hasShape = 'circle';
      return 2;
    }
    if (option === 'BYBOX' && left >= 3 && this.#hasShape !== 'circle') {
      request.shape = { radius: null, ...boxAt(this.#args, at + 1) };
      this.#hasShape = 'box';
      return 3;
    }
    throw new UnknownOption(at);
  }

  #check(): void {
    const { target, withDistance, withHash, withPlace, takesAny, count } = this.request;
    const { stores, given } = this.#command;
    const name = this.#args[0] as Binary;
    if (target !== null && (withDistance || withHash || withPlace)) {
      const what = stores === 'always' ? 'GEOSEARCHSTORE' : 'STORE option in GEORADIUS';
      fail(`ERR ${what} is not compatible with WITHDIST, WITHHASH and WITHCOORD options`);
    }
    if (given === 'nothing' && this.#hasCenter === null)
      fail(`ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for ${name}`);
    if (given === 'nothing' && this.#hasShape === null)
      fail(`ERR exactly one of BYRADIUS and BYBOX can be specified for ${name}`);
    if (takesAny && count === null) fail('ERR the ANY argument requires COUNT argument');
  }
}
