import type { ValueType } from '../../../shared/model.ts';
import type { Location } from '../../engine/api.ts';
import type { KeyFacts } from './source.ts';

/**
 * The facts of a key of an engine, each found out when it is asked for: a sort asks a million keys for one of them,
 * and to count a key's versions is a search.
 */
export class LocationFacts implements KeyFacts {
  readonly #location: Location;
  readonly #countVersions: () => number;

  constructor(location: Location, countVersions: () => number) {
    this.#location = location;
    this.#countVersions = countVersions;
  }

  get type(): ValueType {
    return this.#location.type ?? 'string';
  }

  get expired(): boolean {
    const { expireAt } = this.#location;
    return expireAt !== null && expireAt <= Date.now();
  }

  get valueLength(): number {
    return this.#location.valueLength;
  }

  get recordLength(): number {
    return this.#location.recordLength;
  }

  get expireAt(): number | null {
    return this.#location.expireAt;
  }

  get versions(): number {
    return this.#countVersions();
  }

  get seq(): number {
    return this.#location.seq;
  }

  get file(): string {
    return this.#location.file;
  }

  get offset(): number {
    return this.#location.offset;
  }
}
