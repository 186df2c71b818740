import { client } from '../stores/host.ts';
import { chosenKeys } from '../stores/keys.ts';
import { type NewChange, stage, stagedOf, unstage } from '../stores/staged.ts';
import { keyId } from '../ui/key-format.ts';

const maxParallel = 16;

/** Stages the deletion of the chosen keys as one step. New keys that were only staged are dropped. */
export async function stageDelete(source: string, keys = chosenKeys(source)): Promise<void> {
  const staged = new Map(stagedOf(source).changes.map((change) => [change.id, change]));
  const onlyStaged = keys.filter((key) => staged.get(keyId(key))?.base === null);
  unstage(source, new Set(onlyStaged.map(keyId)));
  const there = keys.filter((key) => !onlyStaged.includes(key));
  const changes: NewChange[] = [];
  for (let at = 0; at < there.length; at += maxParallel) {
    const part = there.slice(at, at + maxParallel);
    for (const change of await Promise.all(part.map((key) => deletion(source, key)))) {
      if (change) changes.push(change);
    }
  }
  if (changes.length > 0) stage(source, changes);
}

/** A delete names the record that it deletes, so that a newer one is not deleted unseen. */
async function deletion(source: string, key: Uint8Array): Promise<NewChange | null> {
  const facts = await client.call('keys.value', { source, key, offset: 0, length: 0 });
  if (!facts) return null;
  const { type, seq, expireAt, valueLength } = facts;
  return {
    key,
    op: 'delete',
    type,
    value: null,
    expireAt: null,
    base: { type, seq, expireAt, valueLength, value: null },
  };
}
