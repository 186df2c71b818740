import { create } from 'zustand';
import { allCommands, commandGroups } from '../commands/registry.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/keys.tsx';

const useHelp = create<{ open: boolean }>(() => ({ open: false }));
export const openHelp = () => useHelp.setState({ open: true });
const close = () => useHelp.setState({ open: false });

/** Keys that belong to what has the focus and are no commands. */
const inLists: readonly [string, readonly string[]][] = [
  ['Choose', ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End']],
  ['Extend the selection', ['Shift+ArrowDown']],
  ['Open what is chosen', ['Enter']],
  ['Close the topmost thing, go back', ['Escape']],
];

export function Help() {
  const open = useHelp((state) => state.open);
  if (!open) return null;
  const commands = allCommands().filter((command) => command.keys?.length);
  return (
    <Dialog title="Keyboard shortcuts" wide onClose={close} footer={<Button onClick={close}>Close</Button>}>
      <div className="help">
        <section>
          <h3>In lists and tables</h3>
          <dl>
            {inLists.map(([title, keys]) => (
              <Shortcut key={title} title={title} keys={keys} />
            ))}
          </dl>
        </section>
        {commandGroups.map((group) => {
          const items = commands.filter((command) => command.group === group);
          if (items.length === 0) return null;
          return (
            <section key={group}>
              <h3>{group}</h3>
              <dl>
                {items.map((command) => (
                  <Shortcut key={command.id} title={command.title} keys={command.keys ?? []} />
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}

function Shortcut({ title, keys }: { title: string; keys: readonly string[] }) {
  return (
    <>
      <dt>{title}</dt>
      <dd>
        {keys.map((each) => (
          <Keys key={each} keys={each} />
        ))}
      </dd>
    </>
  );
}
