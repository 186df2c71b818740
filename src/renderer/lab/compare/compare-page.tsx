import { EmptyState } from '../../ui/panel.tsx';

/** Two engines under one crash. */
export function ComparePage() {
  return (
    <EmptyState
      title="Two engines under one crash"
      text="Choose a crash under Trace, then another engine for the same workload."
    />
  );
}
