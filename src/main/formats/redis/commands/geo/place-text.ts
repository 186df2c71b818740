import { withoutZeros } from '../../fixed-digits.ts';
import { fixedText } from '../../fixed-text.ts';
import type { Place } from '../../geo/distance.ts';
import { bitsEach, cellOf, interleaved } from '../../geo/geohash.ts';
import { decimal, type Reply } from '../reply.ts';

const alphabet = '0123456789bcdefghjkmnpqrstuvwxyz';
/** Those that 52 bits fill. */
const hashLetters = 10;
const bitsOfLetter = 5;
/** The usual geohash reaches to the poles, unlike the scores of Redis. Degrees. */
const poles = 90;

const distanceDigits = 4;
const coordinateDigits = 17;

/** As others write a place. Redis gives one letter more than it has bits for, which says nothing. */
export function geohashText(place: Place): string {
  const bits = interleaved(cellOf(place, bitsEach, poles));
  let text = '';
  for (let letter = 1; letter <= hashLetters; letter++) {
    const shift = BigInt(2 * bitsEach - letter * bitsOfLetter);
    text += alphabet[Number((bits >> shift) & 31n)];
  }
  return `${text}0`;
}

/** With four digits behind the point. What 64 bits do not hold is the lowest number that they do, as on x86. */
export function distanceText(length: number): string {
  const scaled = length * 10 ** distanceDigits;
  const digits = scaled < 2 ** 63 ? fixedText(scaled, 0) : String(-(2n ** 63n));
  const padded = digits.padStart(distanceDigits + 1, '0');
  return `${padded.slice(0, -distanceDigits)}.${padded.slice(-distanceDigits)}`;
}

export const placeReply = ({ longitude, latitude }: Place): Reply => [
  coordinateReply(longitude),
  coordinateReply(latitude),
];

/** Without the zeros at the end. */
function coordinateReply(degrees: number): Reply {
  return decimal(withoutZeros(fixedText(degrees, coordinateDigits)));
}
