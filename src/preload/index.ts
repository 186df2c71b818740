import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge, Reply } from '../shared/bridge.ts';
import { callChannel, eventChannel } from '../shared/channels.ts';
import { events, isCallName } from '../shared/contract/index.ts';

const unknownCall: Reply = {
  error: { code: 'INVALID_ARGUMENT', message: 'There is no call of that name.', details: {} },
};
const listeners = new Map<string, Set<(payload: unknown) => void>>();

function deliver(name: string, payload: unknown): void {
  for (const listener of listeners.get(name) ?? []) listener(payload);
}

ipcRenderer.on(eventChannel, (_event, name: string, payload: unknown) => deliver(name, payload));

// Where a dropped file lies is known here only: the page hears it as if the system had asked to open it.
window.addEventListener('drop', ({ isTrusted, dataTransfer }) => {
  const file = dataTransfer?.files[0];
  const path = isTrusted && file ? webUtils.getPathForFile(file) : '';
  if (path) deliver('app.openPath', { path });
});

/** All that crosses between the page and the main process: two functions, and only the contract's names. */
const bridge: Bridge = {
  async call(name, params): Promise<Reply> {
    if (typeof name !== 'string' || !isCallName(name)) return unknownCall;
    return await ipcRenderer.invoke(callChannel, name, params);
  },

  on(name, listener) {
    if (typeof name !== 'string' || !Object.hasOwn(events, name)) return () => undefined;
    const of = listeners.get(name) ?? new Set();
    listeners.set(name, of.add(listener));
    return () => void of.delete(listener);
  },
};

contextBridge.exposeInMainWorld('walscope', bridge);
