import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './statistics.mjs';

/** What one small append and its fdatasync cost here, in µs: the unit that every durable figure is made of. */
export function fsyncMicroseconds(directory) {
  const scratch = mkdtempSync(join(directory, 'walscope-fsync-'));
  const file = openSync(join(scratch, 'probe'), 'w');
  const bytes = Buffer.alloc(200, 1);
  const costs = [];
  for (let i = 0; i < 500; i++) {
    const start = performance.now();
    writeSync(file, bytes);
    fdatasyncSync(file);
    costs.push((performance.now() - start) * 1000);
  }
  closeSync(file);
  rmSync(scratch, { recursive: true });
  return median(costs);
}
