import { WalscopeError } from '../../../shared/errors.ts';
import type { Store, View } from '../api.ts';
import type { FollowedState } from './follow.ts';

/** All keys of a view that was taken when `seq` was the last acknowledged record. */
export async function viewedState(view: View, seq: number): Promise<FollowedState> {
  return { seq, entries: view.scan(), release: async () => view.release() };
}

/** All keys of a store that another process writes to, as it is now. */
export async function reopenedState(reopen: () => Promise<Store>): Promise<FollowedState> {
  const store = await reopen();
  const { verdict, lastSeq } = store.recovery;
  if (verdict.damage !== 'corrupt') {
    return { seq: lastSeq, entries: store.scan(), release: () => store.close() };
  }
  await store.close();
  throw new WalscopeError('CORRUPT', `${store.directory} cannot be followed: ${verdict.sentence}`);
}
