import { create } from 'zustand';
import { closeTab, useSession } from '../stores/session.ts';
import { dropAll, saveStaged, stagedOf, useStaged } from '../stores/staged.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { plural } from '../ui/format.ts';

const useQuestion = create<{ source: string | null }>(() => ({ source: null }));
const dismiss = () => useQuestion.setState({ source: null });

/** Closes a tab; asks first when edits are staged that would be dropped. */
export function askToClose(source: string): void {
  if (stagedOf(source).changes.length > 0) useQuestion.setState({ source });
  else void closeTab(source);
}

async function saveAndClose(source: string): Promise<void> {
  dismiss();
  if (await saveStaged(source)) await closeTab(source);
}

function dropAndClose(source: string): void {
  dismiss();
  dropAll(source);
  void closeTab(source);
}

export function CloseQuestion() {
  const source = useQuestion((state) => state.source);
  const tab = useSession((state) => state.tabs.find((each) => each.id === source));
  const count = useStaged((state) => (source ? (state.sources[source]?.changes.length ?? 0) : 0));
  if (!source || !tab) return null;
  return (
    <Dialog
      title={`Close ${tab.info.name}?`}
      onClose={dismiss}
      footer={
        <>
          <Button onClick={dismiss}>Keep it open</Button>
          <Button kind="danger" onClick={() => dropAndClose(source)}>
            Drop {plural(count, 'change')}
          </Button>
          <Button kind="primary" onClick={() => void saveAndClose(source)}>
            Save {plural(count, 'change')}
          </Button>
        </>
      }
    >
      <p>
        {plural(count, 'change is', 'changes are')} staged and not written. Save {count === 1 ? 'it' : 'them'}{' '}
        as one batch, or drop {count === 1 ? 'it' : 'them'}.
      </p>
    </Dialog>
  );
}
