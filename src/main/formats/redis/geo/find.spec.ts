import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RankedScores } from '../ranked-scores.ts';
import { distance, type Place } from './distance.ts';
import { findWithin } from './find.ts';
import { cellOf, decodedPlace, geoScore, interleaved, placeOfScore } from './geohash.ts';
import { distanceWithin, type Shape } from './shape.ts';

const degrees = (max: number) => fc.double({ min: -max, max, noNaN: true });
const place: fc.Arbitrary<Place> = fc.record({ longitude: degrees(179.999), latitude: degrees(80) });
const metres = fc.oneof(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.constant(0));

describe('a score', () => {
  it('stands for a place close by', () => {
    const property = fc.property(place, (given) => {
      const score = geoScore(given.longitude, given.latitude) as number;
      expect(distance(given, placeOfScore(score) as Place)).toBeLessThan(1);
      expect(Number(interleaved(cellOf(decodedPlace(score), 26)))).toBe(score);
    });
    fc.assert(property);
  });

  it('of any size is read as some place', () => {
    const property = fc.property(fc.double({ noNaN: true }), (score) => {
      const { longitude, latitude } = decodedPlace(score);
      expect(Math.abs(longitude)).toBeLessThanOrEqual(180);
      expect(Math.abs(latitude)).toBeLessThanOrEqual(85.05112878);
    });
    fc.assert(property);
  });
});

describe('a search', () => {
  it('comes to all that lies within a circle, each once, and stops when it has enough', () => {
    const places = fc.array(place, { maxLength: 60 });
    const near = fc.array(fc.tuple(degrees(3), degrees(3)), { maxLength: 60 });
    const property = fc.property(
      place,
      places,
      near,
      metres,
      fc.nat(20),
      (center, far, beside, radius, limit) => {
        const all = [
          ...far,
          ...beside.map(([x, y]) => ({
            longitude: ((center.longitude + x + 540) % 360) - 180,
            latitude: center.latitude + y,
          })),
        ];
        const scores = new RankedScores(
          all.map(({ longitude, latitude }, at) => [`m${at}`, geoScore(longitude, latitude) as number]),
        );
        const shape: Shape = { radius, width: 0, height: 0, unit: 1 };
        const within = [...scores].filter(
          ([, score]) => distanceWithin(center, decodedPlace(score), shape) !== null,
        );
        const found = findWithin(scores, center, shape, null).map(({ member }) => member);
        expect([...found].sort()).toEqual(within.map(([member]) => member).sort());
        expect(new Set(found).size).toBe(found.length);
        const some = findWithin(scores, center, shape, limit + 1).map(({ member }) => member);
        expect(some).toEqual(found.slice(0, limit + 1));
      },
    );
    fc.assert(property, { numRuns: 300 });
  });
});
