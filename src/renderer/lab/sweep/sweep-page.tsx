import { EmptyState } from '../../ui/panel.tsx';

/** Every crash there can be: on the command line, until there is more to see here. */
export function SweepPage() {
  return (
    <EmptyState
      title="Every crash there can be"
      text="walscope crash sweeps a workload on the command line, and each counterexample opens with Open replay…"
    />
  );
}
