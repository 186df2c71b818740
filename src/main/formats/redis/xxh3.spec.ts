import { expect, it } from 'vitest';
import { xxh3 } from './xxh3.ts';

/** What DIGEST of a redis-server said of so many bytes. */
const digests: [length: number, digest: string][] = [
  [0, '2d06800538d394c2'],
  [1, 'e12ef9d2eb86ceeb'],
  [2, '33b0814d4f061d86'],
  [3, 'a9088dda485b481c'],
  [4, '57648c318a7a307e'],
  [7, '4f82be6987f5eea7'],
  [8, 'b0fb3e3c3f94990a'],
  [9, '8aca5cb309437c2e'],
  [16, '2bd926d88792965a'],
  [17, '621f018aad19b14a'],
  [32, '8911535e799e4d99'],
  [33, 'b6d8b523db9b284c'],
  [64, '1b1bf114c7371f1b'],
  [65, 'f0037f8ac0441cc4'],
  [96, 'cfb21e0d09d8ef29'],
  [97, 'e1415ca7902a74da'],
  [128, 'e9549af9a74093e6'],
  [129, 'b54ad1cd8a4c84b9'],
  [143, 'ffbeca72453b86f9'],
  [144, '3f50ca07e0dcde52'],
  [200, '660156a92b43203f'],
  [240, '3e136902ec966624'],
  [241, 'bd7d29b6ba966d6a'],
  [256, 'ff5a1cefade75bb9'],
  [1023, '0805f138405a64a4'],
  [1024, 'dc5acf0b043c445b'],
  [1025, 'c856c953bbdbc807'],
  [1088, '1abb96b061cd5757'],
  [4097, '51d3a2e205b451b8'],
  [70000, '5ef2187bde48e2d5'],
];

it.each(digests)('%s bytes have the digest that Redis gives them', (length, digest) => {
  const bytes = Uint8Array.from({ length }, (_, at) => (at * 7 + length) & 255);
  expect(xxh3(bytes).toString(16).padStart(16, '0')).toBe(digest);
});
