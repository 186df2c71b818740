import { useEffect } from 'react';
import { client } from '../stores/host.ts';
import { TimelineModel } from './timeline-model.ts';

const models = new Map<string, TimelineModel>();

client.on('timeline.changed', (summary) => models.get(summary.source)?.receive(summary));
client.on('source.closed', ({ source }) => void models.delete(source));

/** The timeline of an open directory; made when it is first asked for, gone when the directory is closed. */
export function timelineOf(source: string): TimelineModel {
  let model = models.get(source);
  if (!model) {
    model = new TimelineModel(client, source);
    models.set(source, model);
  }
  return model;
}

/** The same for a component; reading begins when it is mounted. */
export function useTimeline(source: string): TimelineModel {
  const model = timelineOf(source);
  useEffect(() => void model.open(), [model]);
  return model;
}
