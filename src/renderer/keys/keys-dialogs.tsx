import type { SourceInfo } from '../../shared/contract/source.ts';
import { ConvertDialog } from './convert-dialog.tsx';
import { ExportDialog, ImportDialog } from './transfer-dialogs.tsx';

export type OpenDialog =
  | { kind: 'export'; keys: Uint8Array[] | null }
  | { kind: 'import' }
  | { kind: 'convert'; salvage: boolean };

export function KeysDialogs({
  source,
  dialog,
  onClose,
}: {
  source: SourceInfo;
  dialog: OpenDialog;
  onClose(): void;
}) {
  switch (dialog.kind) {
    case 'export':
      return <ExportDialog source={source} keys={dialog.keys} onClose={onClose} />;
    case 'import':
      return <ImportDialog source={source} onClose={onClose} />;
    case 'convert':
      return <ConvertDialog source={source} salvage={dialog.salvage} onClose={onClose} />;
  }
}
