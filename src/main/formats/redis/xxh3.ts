/** XXH3 in 64 bits, without a seed: the digest by which Redis 8.4 compares strings. */

const mask = 2n ** 64n - 1n;

/** Primes of 32 and of 64 bits. */
const [short1, short2, short3] = [0x9e3779b1n, 0x85ebca77n, 0xc2b2ae3dn];
const long1 = 0x9e3779b185ebca87n;
const long2 = 0xc2b2ae3d27d4eb4fn;
const long3 = 0x165667b19e3779f9n;
const long4 = 0x85ebca77c2b2ae63n;
const long5 = 0x27d4eb2f165667c5n;

/** The bytes that everything is mixed with. */
const secret = Buffer.from(
  'b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221' +
    'b8084674f743248ee03590e6813a264c3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8a8' +
    'fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364eac5ac8334d3ebc3c581a0fffa1363eb17' +
    '0ddd51b7f0da49d316552629d4689e2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e',
  'hex',
);

const stripeBytes = 64;
/** So many stripes are added up before all is scrambled. */
const stripesInBlock = 16;

export function xxh3(bytes: Uint8Array): bigint {
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (input.length <= 16) return upTo16(input);
  if (input.length <= 128) return upTo128(input);
  return input.length <= 240 ? upTo240(input) : longer(input);
}

function upTo16(input: Buffer): bigint {
  const { length } = input;
  if (length === 0) return avalanche64(pair(56));
  if (length <= 3) {
    const [first, middle, last] = [input[0], input[length >> 1], input[length - 1]] as [
      number,
      number,
      number,
    ];
    const combined = ((first << 16) | (middle << 24) | last | (length << 8)) >>> 0;
    return avalanche64(BigInt((combined ^ secret.readUInt32LE(0) ^ secret.readUInt32LE(4)) >>> 0));
  }
  if (length <= 8) {
    const both = BigInt(input.readUInt32LE(length - 4)) | (BigInt(input.readUInt32LE(0)) << 32n);
    return mixedShort(both ^ pair(8), length);
  }
  const low = input.readBigUInt64LE(0) ^ pair(24);
  const high = input.readBigUInt64LE(length - 8) ^ pair(40);
  return avalanche(BigInt(length) + reversed(low) + high + folded(low, high));
}

function mixedShort(value: bigint, length: number): bigint {
  const factor = 0x9fb21c651e98df25n;
  let hash = value ^ rotated(value, 49n) ^ rotated(value, 24n);
  hash = (hash * factor) & mask;
  hash ^= (hash >> 35n) + BigInt(length);
  hash = (hash * factor) & mask;
  return hash ^ (hash >> 28n);
}

/** From both ends inwards. */
function upTo128(input: Buffer): bigint {
  let sum = BigInt(input.length) * long1;
  for (let round = Math.floor((input.length - 1) / 32); round >= 0; round--) {
    sum += mixed(input, 16 * round, 32 * round);
    sum += mixed(input, input.length - 16 * (round + 1), 32 * round + 16);
  }
  return avalanche(sum);
}

function upTo240(input: Buffer): bigint {
  let sum = BigInt(input.length) * long1;
  for (let at = 0; at < 128; at += 16) sum += mixed(input, at, at);
  sum = avalanche(sum);
  for (let at = 128; at + 16 <= input.length; at += 16) sum += mixed(input, at, at - 128 + 3);
  return avalanche(sum + mixed(input, input.length - 16, 119));
}

function longer(input: Buffer): bigint {
  const sums = [short3, long1, long2, long3, long4, short2, long5, short1];
  const stripes = Math.floor((input.length - 1) / stripeBytes);
  for (let stripe = 0; stripe < stripes; stripe++) {
    addStripe(sums, input, stripe * stripeBytes, (stripe % stripesInBlock) * 8);
    if (stripe % stripesInBlock === stripesInBlock - 1) scramble(sums);
  }
  addStripe(sums, input, input.length - stripeBytes, secret.length - stripeBytes - 7);
  let hash = BigInt(input.length) * long1;
  for (let at = 0; at < 8; at += 2) {
    const [low, high] = [sums[at], sums[at + 1]] as [bigint, bigint];
    hash += folded(low ^ secret.readBigUInt64LE(11 + 8 * at), high ^ secret.readBigUInt64LE(19 + 8 * at));
  }
  return avalanche(hash);
}

function addStripe(sums: bigint[], input: Buffer, at: number, secretAt: number): void {
  for (let lane = 0; lane < 8; lane++) {
    const data = input.readBigUInt64LE(at + 8 * lane);
    const key = data ^ secret.readBigUInt64LE(secretAt + 8 * lane);
    sums[lane ^ 1] = ((sums[lane ^ 1] as bigint) + data) & mask;
    sums[lane] = ((sums[lane] as bigint) + (key & 0xffffffffn) * (key >> 32n)) & mask;
  }
}

function scramble(sums: bigint[]): void {
  for (let lane = 0; lane < 8; lane++) {
    const sum = sums[lane] as bigint;
    const key = secret.readBigUInt64LE(secret.length - stripeBytes + 8 * lane);
    sums[lane] = ((sum ^ (sum >> 47n) ^ key) * short1) & mask;
  }
}

function mixed(input: Buffer, at: number, secretAt: number): bigint {
  return folded(
    input.readBigUInt64LE(at) ^ secret.readBigUInt64LE(secretAt),
    input.readBigUInt64LE(at + 8) ^ secret.readBigUInt64LE(secretAt + 8),
  );
}

/** Both halves of a product of 128 bits. */
function folded(a: bigint, b: bigint): bigint {
  const product = a * b;
  return (product & mask) ^ (product >> 64n);
}

const pair = (at: number): bigint => secret.readBigUInt64LE(at) ^ secret.readBigUInt64LE(at + 8);

const rotated = (value: bigint, bits: bigint): bigint => ((value << bits) | (value >> (64n - bits))) & mask;

function reversed(value: bigint): bigint {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes.readBigUInt64BE();
}

function avalanche(sum: bigint): bigint {
  let hash = sum & mask;
  hash ^= hash >> 37n;
  hash = (hash * 0x165667919e3779f9n) & mask;
  return hash ^ (hash >> 32n);
}

function avalanche64(value: bigint): bigint {
  let hash = value ^ (value >> 33n);
  hash = (hash * long2) & mask;
  hash ^= hash >> 29n;
  hash = (hash * long3) & mask;
  return hash ^ (hash >> 32n);
}
