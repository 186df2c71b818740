import { useEffect, useState } from 'react';
import type { RecordDetail } from '../../shared/contract/timeline.ts';
import { client } from '../stores/host.ts';
import type { TimelineModel } from './timeline-model.ts';

interface Detail {
  /** Stays until its successor has come. */
  detail: RecordDetail | null;
  error: unknown;
}

/** The chosen record, read again when its state may have changed. */
export function useRecordDetail(model: TimelineModel): Detail {
  const selected = model.use((state) => state.selected);
  const generation = model.use((state) => state.summary?.generation ?? 0);
  const [state, setState] = useState<Detail>({ detail: null, error: null });
  useEffect(() => {
    void generation;
    if (selected === null) {
      setState({ detail: null, error: null });
      return;
    }
    let current = true;
    client
      .call('timeline.record', { source: model.source, index: selected })
      .then((detail) => current && setState({ detail, error: null }))
      .catch((error: unknown) => current && setState({ detail: null, error }));
    return () => {
      current = false;
    };
  }, [model, selected, generation]);
  return state;
}
