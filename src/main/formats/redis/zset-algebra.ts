import type { Binary } from './value.ts';

/** Unions, intersections and differences of sorted sets. */

export type Scores = Map<Binary, number>;
export type Aggregate = (a: number, b: number) => number;
export type Combine = (inputs: Scores[], aggregate: Aggregate) => Scores;

export function weighted(scores: Scores, weight: number): Scores {
  return new Map([...scores].map(([member, score]) => [member, orZero(score * weight)]));
}

/** Infinities that cancel each other out, and minus zero, count as zero. */
export function orZero(score: number): number {
  return Number.isNaN(score) ? 0 : score + 0;
}

/** The smallest input comes first, as it does in Redis: sums of floats depend on the order. */
export const union: Combine = (inputs, aggregate) => {
  const all: Scores = new Map();
  for (const input of bySize(inputs)) {
    for (const [member, score] of input) {
      const before = all.get(member);
      all.set(member, before === undefined ? score : aggregate(before, score));
    }
  }
  return all;
};

export const intersection: Combine = (inputs, aggregate) => {
  const ordered = bySize(inputs);
  const common = [...(ordered[0] ?? new Map<Binary, number>())].filter(([member]) =>
    ordered.every((input) => input.has(member)),
  );
  return new Map(
    common.map(([member, score]) => [
      member,
      ordered.slice(1).reduce((total, input) => aggregate(total, input.get(member) as number), score),
    ]),
  );
};

export const difference: Combine = ([first = new Map(), ...others]) =>
  new Map([...first].filter(([member]) => !others.some((input) => input.has(member))));

const bySize = (inputs: readonly Scores[]): Scores[] => [...inputs].sort((a, b) => a.size - b.size);
