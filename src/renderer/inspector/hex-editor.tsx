import { type ClipboardEvent, type KeyboardEvent, useState } from 'react';
import { fromHex, toHex } from '../../shared/bytes.ts';
import { useBoxSize } from '../ui/box-size.ts';
import { copyText } from '../ui/clipboard.ts';
import { formatBytes, formatCount } from '../ui/format.ts';
import { HexView } from '../ui/hex-view.tsx';
import { type HexCursor, pasteBytes, removeByte, typeDigit } from './hex-edit.ts';

interface HexEditorProps {
  bytes: Uint8Array;
  /** Where the value begins in its file; null while it is only staged. */
  fileOffset: number | null;
  /** Of the whole value, of which `bytes` may be the first part only. */
  valueLength: number;
  editable: boolean;
  onEdit(bytes: Uint8Array): void;
}

const startCursor: HexCursor = { at: 0, half: false };

/** Bytes as hex, typed over digit by digit. Insert switches between typing over and typing in between. */
export function HexEditor({ bytes, fileOffset, valueLength, editable, onEdit }: HexEditorProps) {
  const [cursor, setCursor] = useState(startCursor);
  const [inserting, setInserting] = useState(false);
  const [copied, setCopied] = useState<string | null>(null);
  const [box, { height }] = useBoxSize<HTMLDivElement>();
  const rows = Math.max(3, Math.floor((height - 12) / 20));
  const edit = { bytes, cursor: cursor.at > bytes.length ? { at: bytes.length, half: false } : cursor };

  const apply = (next: { bytes: Uint8Array; cursor: HexCursor }) => {
    setCopied(null);
    setCursor(next.cursor);
    if (next.bytes !== bytes) onEdit(next.bytes);
  };
  const copy = () => {
    const part = bytes.length < valueLength ? `only the first ${formatBytes(bytes.length)} of ` : '';
    void copyText(toHex(bytes)).then((isCopied) =>
      setCopied(
        isCopied
          ? `copied ${part}${formatBytes(valueLength)} as hex`
          : 'the clipboard did not take it: copy it again',
      ),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'c') {
      // Where nothing is selected a window may not be told of a copy.
      event.preventDefault();
      copy();
      return;
    }
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === 'Insert') setInserting(!inserting);
    else if (!editable) return;
    else if (/^[0-9a-fA-F]$/.test(event.key))
      apply(typeDigit(edit, Number.parseInt(event.key, 16), inserting));
    else if (event.key === 'Delete') apply(removeByte(edit, false));
    else if (event.key === 'Backspace') apply(removeByte(edit, true));
    else if (event.key === 'ArrowRight' && cursor.at === bytes.length - 1)
      setCursor({ at: bytes.length, half: false });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = editable ? fromHex(event.clipboardData.getData('text/plain')) : null;
    if (!pasted || pasted.length === 0) return;
    event.preventDefault();
    apply(pasteBytes(edit, pasted, inserting));
  };

  return (
    <div
      ref={box}
      className="hexed"
      role="presentation"
      data-pane="editor"
      onKeyDownCapture={onKeyDown}
      onPaste={onPaste}
      onCopy={(event) => {
        event.preventDefault();
        copy();
      }}
    >
      <HexView
        label="Value as hex"
        bytes={bytes}
        baseOffset={0}
        bytesPerRow={8}
        maxRows={rows}
        cursor={edit.cursor.at >= bytes.length ? null : edit.cursor.at}
        onSelect={(_range, at) => {
          setCopied(null);
          setCursor({ at, half: false });
        }}
      />
      <div className="hexfoot dim" role="status">
        <span>
          byte {formatCount(edit.cursor.at)}
          {fileOffset !== null && ` · ${formatCount(fileOffset + edit.cursor.at)} in the file`}
        </span>
        {copied && <span>{copied}</span>}
        {editable && !copied && <span>{inserting ? 'inserting' : 'typing over'} · Insert switches</span>}
      </div>
    </div>
  );
}
