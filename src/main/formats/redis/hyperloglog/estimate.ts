import { registerCount } from './registers.ts';

/** A rank counts the zeros in what a hash has beside its register's number, 50 bits, and the one behind them. */
const rankBits = 50;
/** 1 / (2 ln 2) */
const alpha = 0.7213475204444817;

/** How many distinct elements the registers speak for, by the estimator that Redis uses since 4.0. */
export function countDistinct(ranks: Uint8Array): bigint {
  const histogram = new Array<number>(64).fill(0);
  for (const rank of ranks) histogram[rank] = (histogram[rank] as number) + 1;
  let z = registerCount * tau((registerCount - (histogram[rankBits + 1] as number)) / registerCount);
  for (let rank = rankBits; rank >= 1; rank--) z = (z + (histogram[rank] as number)) * 0.5;
  z += registerCount * sigma((histogram[0] as number) / registerCount);
  return rounded((alpha * registerCount * registerCount) / z);
}

/** Registers that no elements have made can say more than 64 bits hold, which is then the lowest of them, as on x86. */
function rounded(estimate: number): bigint {
  return estimate < 2 ** 63 ? BigInt(Math.round(estimate)) : -(2n ** 63n);
}

function sigma(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY;
  let [x, y, z, last] = [share, 1, share, Number.NaN];
  while (z !== last) {
    x *= x;
    last = z;
    z += x * y;
    y += y;
  }
  return z;
}

function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let [x, y, z, last] = [share, 1, 1 - share, Number.NaN];
  while (z !== last) {
    x = Math.sqrt(x);
    last = z;
    y *= 0.5;
    z -= (1 - x) * (1 - x) * y;
  }
  return z / 3;
}
