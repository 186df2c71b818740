import { useConnection } from '../stores/host.ts';
import { Bar } from '../ui/panel.tsx';

/** Says so when the web host is out of reach. What is shown stays, and nothing staged is lost. */
export function ConnectionBar() {
  const connection = useConnection((state) => state.connection);
  if (connection === 'lost') {
    return (
      <Bar
        kind="warning"
        glyph="torn"
        title="Walscope cannot be reached."
        text="Trying again. What you staged stays in this window."
      />
    );
  }
  if (connection === 'refused') {
    return (
      <Bar
        kind="error"
        title="This page is no longer allowed in."
        text="Walscope was started anew: open the address that it printed."
      />
    );
  }
  return null;
}
