import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../../fixtures');

/** What stands beside a data directory of the fixtures: keys and values are base64. */
export interface Expected {
  keys: Record<string, { type: string; value: string; expireAt: number | null }>;
  damage: 'none' | 'torn-tail' | 'corrupt';
  badOffset?: number;
  salvagedKeys?: Expected['keys'];
  records?: number;
  recordsBefore?: number;
  recordsAfter?: number;
  goodBytes?: number;
}

export const guideFixtures = [
  'guide-session',
  'guide-counter',
  'guide-binary',
  'guide-torn',
  'guide-flipped',
] as const;

export function fixture(name: string): string {
  return join(root, name);
}

export function expected(name: string): Expected {
  return JSON.parse(readFileSync(join(root, name, 'expected.json'), 'utf8')) as Expected;
}
