import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, Reply } from '../shared/bridge.ts';
import { callChannel, eventChannel } from '../shared/channels.ts';
import { events, isCallName } from '../shared/contract/index.ts';

const unknownCall: Reply = {
  error: { code: 'INVALID_ARGUMENT', message: 'There is no call of that name.', details: {} },
};
const listeners = new Map<string, Set<(payload: unknown) => void>>();

ipcRenderer.on(eventChannel, (_event, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload);
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
