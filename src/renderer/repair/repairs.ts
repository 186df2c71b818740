import { useEffect } from 'react';
import { client } from '../stores/host.ts';
import { RepairModel } from './repair-model.ts';

const models = new Map<string, RepairModel>();

client.on('source.closed', ({ source }) => void models.delete(source));
// A directory that was opened for writing after all has other damage, or none.
client.on('source.changed', ({ id }) => void models.delete(id));

/** What is chosen about an open directory's damage. It stays while the tab does. */
export function useRepair(source: string): RepairModel {
  let model = models.get(source);
  if (!model) {
    model = new RepairModel(client, source);
    models.set(source, model);
  }
  const known = model;
  useEffect(() => void known.load(), [known]);
  return known;
}
