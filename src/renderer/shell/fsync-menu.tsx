import { useState } from 'react';
import { type FsyncPolicy, fsyncPolicies } from '../../shared/model.ts';
import { useCommands } from '../commands/registry.ts';
import { client } from '../stores/host.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu, type MenuEntry } from '../ui/menu.tsx';

/** What each policy promises once a write has been answered. */
export const promises: Record<FsyncPolicy, string> = {
  always: 'A write is answered once it is proven on disk.',
  everysec: 'A write is answered at once; about a second of them can be lost.',
  no: 'The system decides when; all that it still holds can be lost.',
};

export function FsyncMenu({ source, policy }: { source: string; policy: FsyncPolicy }) {
  const [open, setOpen] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const change = (next: FsyncPolicy) => {
    setError(null);
    client
      .call('source.setPolicy', { source, policy: next })
      .catch((reason: Error) => setError(reason.message));
  };
  const sync = () => {
    setError(null);
    client.call('source.sync', { source }).catch((reason: Error) => setError(reason.message));
  };
  useCommands([
    {
      id: 'source.policy',
      title: 'Change fsync policy…',
      group: 'Directory',
      icon: 'clock',
      run: () => setOpen(true),
    },
    { id: 'source.sync', title: 'Fsync now', group: 'Directory', icon: 'check', run: sync },
  ]);
  const entries: MenuEntry[] = [
    { id: 'title', label: 'When is a write proven on disk?' },
    ...fsyncPolicies.map((each) => ({
      id: each,
      title: each,
      note: promises[each],
      checked: each === policy,
      run: () => change(each),
    })),
    { id: 'line', line: true },
    { id: 'sync', title: 'Fsync now', icon: 'check' as const, run: sync },
  ];
  return (
    <>
      <Menu
        label="Fsync policy"
        open={open}
        onOpenChange={setOpen}
        entries={entries}
        align="end"
        trigger={
          <button type="button" aria-label={`Fsync policy: ${policy}`}>
            <span className="dim">fsync</span>
            <b>{policy}</b>
            <Icon name="down" size={12} />
          </button>
        }
      />
      {error && <span className="fail">{error}</span>}
    </>
  );
}
