import type { Binary } from '../../value.ts';
import { errors, fail } from '../errors.ts';
import { addLongDoubles, isFiniteDouble, longDoubleText, parseLongDouble } from './long-double.ts';

/** The sum of two floats as Redis prints it. `error` is told when the first of them is none. */
export function addFloatTexts(before: Binary, by: Binary, error: string): Binary {
  const first = parseLongDouble(before) ?? fail(error);
  const second = parseLongDouble(by) ?? fail(errors.notAFloat);
  const infinite = 'ERR increment would produce NaN or Infinity';
  if (first === 'infinite' || second === 'infinite') fail(infinite);
  const sum = addLongDoubles(first, second);
  return isFiniteDouble(sum) ? longDoubleText(sum) : fail(infinite);
}
