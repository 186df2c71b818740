import type { Run } from '../command.ts';
import { openStore, refuseReadOnly, requireWalscope } from '../directory.ts';
import { tellDamage, writeJson } from '../output.ts';
import { Progress } from '../progress.ts';

export const run: Run = async (invocation, directory: string) => {
  const { io, common } = invocation;
  refuseReadOnly(common);
  await requireWalscope(directory, false);
  const progress = new Progress(io, 'Recovering');
  const store = await openStore(directory, {
    create: false,
    signal: io.signal,
    onProgress: progress.update,
  }).finally(() => progress.end());
  const { recovery } = store;
  await store.close();
  const { verdict, keys, records, ms } = recovery;
  // A write that never ended was never promised: its bytes are damage, but nothing is lost with them.
  const kept = verdict.code === 'clean' || verdict.code === 'torn-tail';
  const lost = kept ? [] : verdict.damaged;
  if (common.json) {
    await writeJson(io, { verdict: verdict.code, damage: verdict.damage, keys, records, lost, ms });
  } else {
    await io.write(`${verdict.sentence}\n`);
    tellDamage(io, { damaged: lost });
  }
  return kept ? 0 : 1;
};
