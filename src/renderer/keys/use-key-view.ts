import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { KeyQuery, ViewProgress } from '../../shared/contract/keys.ts';
import { keyRows } from '../../shared/rows.ts';
import { client } from '../stores/host.ts';
import { RowPages } from '../timeline/row-pages.ts';

/** A view that is open in main, with the rows of it that have come. */
export interface OpenKeyView {
  id: string;
  pages: ReturnType<typeof pagesOf>;
  progress: ViewProgress;
  /** When it was opened, for the rate of a scan (ms). */
  openedAt: number;
}

export interface KeyViewState {
  view: OpenKeyView | null;
  /** A newer query is being opened; the rows of the one before stay until its first page has come. */
  opening: boolean;
  error: unknown;
  /** Opens the view again, as after a scan that was cancelled. */
  restart(): void;
}

function pagesOf(source: string, view: string) {
  return new RowPages(
    (first, count) => client.call('keys.page', { source, view, first, count }),
    keyRows.decode,
  );
}

/** Keeps a view of the keys open for a query, and follows it while it fills and when something is written. */
export function useKeyView(source: string, query: KeyQuery): KeyViewState {
  const [state, setState] = useState<Omit<KeyViewState, 'restart'>>({
    view: null,
    opening: true,
    error: null,
  });
  const [turn, setTurn] = useState(0);
  const shown = useRef<OpenKeyView | null>(null);

  useEffect(
    () =>
      client.on('keys.progress', (progress) => {
        const view = shown.current;
        if (!view || view.id !== progress.view) return;
        view.pages.stale(progress.total);
        shown.current = { ...view, progress };
        setState((before) => ({ ...before, view: shown.current }));
      }),
    [],
  );

  // How many versions a key has is known once the whole log has been read, which no view is told.
  const logRead = useRef(false);
  useEffect(
    () =>
      client.on('timeline.changed', (summary) => {
        if (summary.source !== source || !summary.exact || logRead.current) return;
        logRead.current = true;
        shown.current?.pages.stale();
      }),
    [source],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks for the same query again
  useEffect(() => {
    let gone = false;
    setState((before) => ({ ...before, opening: true, error: null }));
    const show = (view: OpenKeyView) => {
      const before = shown.current;
      shown.current = view;
      setState({ view, opening: false, error: null });
      if (before) closeView(source, before.id);
    };
    openView(source, query).then(
      (view) => (gone ? closeView(source, view.id) : show(view)),
      (error: unknown) => {
        if (!gone) setState((before) => ({ ...before, opening: false, error }));
      },
    );
    return () => {
      gone = true;
    };
  }, [source, query, turn]);

  useEffect(
    () => () => {
      if (shown.current) closeView(source, shown.current.id);
      shown.current = null;
    },
    [source],
  );

  useSyncExternalStore(
    (listener) => state.view?.pages.subscribe(listener) ?? (() => undefined),
    () => state.view?.pages.version() ?? -1,
  );
  const restart = useCallback(() => setTurn((before) => before + 1), []);
  return { ...state, restart };
}

/** Opens a view and waits for its first rows, so that what is shown before it is replaced by rows and not by nothing. */
async function openView(source: string, query: KeyQuery): Promise<OpenKeyView> {
  const openedAt = Date.now();
  let latest: ViewProgress | null = null;
  const early: ViewProgress[] = [];
  const stop = client.on('keys.progress', (progress) => early.push(progress));
  try {
    const progress = await client.call('keys.openView', { source, query });
    const pages = pagesOf(source, progress.view);
    await pages.row(0);
    latest = early.filter((each) => each.view === progress.view).at(-1) ?? progress;
    pages.stale(latest.total);
    return { id: progress.view, pages, progress: latest, openedAt };
  } finally {
    stop();
  }
}

/** Ends the scan that fills a view; its progress says so. */
export async function cancelView(source: string, view: string): Promise<void> {
  await client.call('keys.cancelView', { source, view });
}

function closeView(source: string, view: string): void {
  // The source may be closed already, and its views with it.
  client.call('keys.closeView', { source, view }).catch(() => undefined);
}
