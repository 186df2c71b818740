import { expect, it } from 'vitest';
import { runHere } from './testing.ts';

it.runIf(process.platform === 'linux')('an error of the system is told with what to do', async () => {
  // Nothing is mapped where this process's memory begins: EIO.
  const ran = await runHere(['verify', '/proc/self/mem']);
  expect(ran).toMatchObject({
    code: 2,
    err: [expect.stringContaining('walscope: The disk could not read or write: check the disk')],
  });
});
