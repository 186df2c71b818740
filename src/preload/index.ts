import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, Reply } from '../shared/bridge.ts';
import { callChannel, eventChannel } from '../shared/channels.ts';
import { events, isCallName } from '../shared/contract/index.ts';

/** All that crosses between the page and the main process: two functions, and only the contract's names. */
const bridge: Bridge = {
  async call(name, params): Promise<Reply> {
    if (typeof name !== 'string' || !isCallName(name)) return refusal('call');
    return await ipcRenderer.invoke(callChannel, name, params);
  },

  on(name, listener) {
    if (typeof name !== 'string' || !Object.hasOwn(events, name)) return () => undefined;
    const received = (_event: unknown, event: string, payload: unknown) => {
      if (event === name) listener(payload);
    };
    ipcRenderer.on(eventChannel, received);
    return () => void ipcRenderer.off(eventChannel, received);
  },
};

function refusal(what: string): Reply {
  return {
    error: { code: 'INVALID_ARGUMENT', message: `There is no ${what} of that name.`, details: {} },
  };
}

contextBridge.exposeInMainWorld('walscope', bridge);
