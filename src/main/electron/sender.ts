import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { appOrigin } from './origin.ts';

/**
 * True for the top frame of our window while it shows our page: no other window, frame or origin may call.
 * `ours` is the window's content, undefined when there is no window.
 */
export function isOurFrame(
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  ours: WebContents | undefined,
): boolean {
  const frame = event.senderFrame;
  // A frame that has gone in the meantime has no one to answer to.
  if (!frame || !ours || event.sender !== ours) return false;
  return frame === ours.mainFrame && frame.origin === appOrigin;
}
