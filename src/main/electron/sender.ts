import type { IpcMainInvokeEvent } from 'electron';
import { appOrigin } from './scheme.ts';
import { currentWindow } from './window.ts';

/** True for the top frame of our window while it shows our page: no other window, frame or origin may call. */
export function isOurFrame(event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>): boolean {
  const frame = event.senderFrame;
  // A frame that has gone in the meantime has no one to answer to.
  if (!frame) return false;
  const contents = currentWindow()?.webContents;
  return (
    contents !== undefined &&
    event.sender === contents &&
    frame === contents.mainFrame &&
    frame.origin === appOrigin
  );
}
