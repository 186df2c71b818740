import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { Reply } from '../../shared/bridge.ts';
import { callChannel } from '../../shared/channels.ts';
import type { Handlers } from '../../shared/contract/index.ts';
import { toPlainError, WalscopeError } from '../../shared/errors.ts';
import { answer } from '../host/answer.ts';
import { isOurFrame } from './sender.ts';
import { currentWindow } from './window.ts';

/** The contract over IPC: one channel, and the sender looked at before the call is. */
export function setupIpc(handlers: Handlers): void {
  ipcMain.handle(callChannel, (event: IpcMainInvokeEvent, name: unknown, params: unknown): Promise<Reply> => {
    if (!isOurFrame(event, currentWindow()?.webContents))
      return Promise.resolve({ error: toPlainError(foreignFrame()) });
    return answer(handlers, name, params);
  });
}

function foreignFrame(): WalscopeError {
  return new WalscopeError('DENIED', 'Walscope answers to the page of its own window only.');
}
