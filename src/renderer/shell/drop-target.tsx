import { useEffect, useState } from 'react';
import { create } from 'zustand';
import { isReplayName } from '../../shared/replay-name.ts';
import { openGivenFile, openGivenPath } from '../lab/replay/open-given.ts';
import { useAppInfo } from '../stores/app-info.ts';
import { activate } from '../stores/session.ts';

/** Why the last thing dropped could not be opened; shown by Welcome. */
export const useDropNotice = create<{ notice: string | null }>(() => ({ notice: null }));

/** The path that a dropped thing names itself by, as some file managers let it. */
function pathOf(data: DataTransfer): string | null {
  const uri = data
    .getData('text/uri-list')
    .split(/\r?\n/)
    .find((line) => line.startsWith('file://'));
  if (!uri) return null;
  const path = decodeURIComponent(new URL(uri).pathname);
  return /^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path;
}

/** Takes a directory, a file or a crash replay dropped anywhere on the window. */
export function DropTarget() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const holdsFiles = (event: DragEvent) =>
      event.dataTransfer?.types.some((type) => type === 'Files' || type === 'text/uri-list');
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (!holdsFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      // In Electron the preload knows where a file lies, and asks for it to be opened by itself.
      if (useAppInfo.getState().info?.host === 'electron' && event.dataTransfer.files.length > 0) return;
      const file = event.dataTransfer.files[0];
      if (file && isReplayName(file.name)) {
        void openGivenFile(file);
        return;
      }
      const path = pathOf(event.dataTransfer);
      if (path) {
        void openGivenPath(path);
        return;
      }
      useDropNotice.setState({ notice: withoutPath(event.dataTransfer) });
      // There it is said, beside what can be done instead.
      activate(null);
    };
    const stay = (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault();
    };
    const listeners = { dragenter: enter, dragleave: leave, dragover: stay, drop };
    for (const [name, listener] of Object.entries(listeners))
      window.addEventListener(name as 'drop', listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners))
        window.removeEventListener(name as 'drop', listener);
    };
  }, []);
  if (!over) return null;
  return (
    <div className="dropping" aria-hidden="true">
      <div>Drop a directory, a file or a crash replay to open it</div>
    </div>
  );
}

function withoutPath(data: DataTransfer): string {
  const name = data.files[0]?.name;
  return `A browser does not tell a page where ${name ? `“${name}”` : 'what was dropped'} lies: type its path, or choose it with Open directory…`;
}
