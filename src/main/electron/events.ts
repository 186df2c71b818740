import { eventChannel } from '../../shared/channels.ts';
import type { Emit } from '../../shared/contract/index.ts';
import { tight } from '../host/tight.ts';
import { currentWindow } from './window.ts';

/** Sends an event to the page, if there is one. */
export const emit: Emit = (name, payload) => {
  const contents = currentWindow()?.webContents;
  if (contents && !contents.isDestroyed()) contents.send(eventChannel, name, tight(payload));
};
