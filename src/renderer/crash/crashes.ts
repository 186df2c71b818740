import { useEffect } from 'react';
import type { SourceInfo } from '../../shared/contract/source.ts';
import { client } from '../stores/host.ts';
import { CrashModel } from './crash-model.ts';

const models = new Map<string, CrashModel>();

client.on('source.closed', ({ source }) => void models.delete(source));

/** The crashes of an open directory; read anew whenever a view of them is opened. */
export function useCrashes(source: SourceInfo): CrashModel {
  let model = models.get(source.id);
  if (!model) {
    model = new CrashModel(client, source.id, source.status.durability?.policy ?? 'everysec');
    models.set(source.id, model);
  }
  const known = model;
  useEffect(() => void known.load(), [known]);
  return known;
}
