import type { ClipboardEvent } from 'react';

/** A field of one line drops the line breaks of what is pasted without a word: they come in as they are typed, `\x0a`. */
export function pasteEscaped(event: ClipboardEvent<HTMLInputElement>): void {
  const text = event.clipboardData.getData('text/plain');
  if (!/[\r\n]/.test(text)) return;
  event.preventDefault();
  // It goes through the field's own undo, and is heard as typing is.
  document.execCommand('insertText', false, text.replaceAll('\r', '\\x0d').replaceAll('\n', '\\x0a'));
}
