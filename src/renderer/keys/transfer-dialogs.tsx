import { useState } from 'react';
import type { SourceInfo } from '../../shared/contract/source.ts';
import { client } from '../stores/host.ts';
import { Field } from '../ui/field.tsx';
import { plural } from '../ui/format.ts';
import { JobDialog } from './job-dialog.tsx';

/** Beside the directory, so that what is written never lies in it. */
function besides(source: SourceInfo, ending: string): string {
  return `${source.path.replace(/[/\\]+$/, '')}${ending}`;
}

/** Writes keys as JSON Lines: those given, or all. */
export function ExportDialog({
  source,
  keys,
  onClose,
}: {
  source: SourceInfo;
  keys: Uint8Array[] | null;
  onClose(): void;
}) {
  const [file, setFile] = useState(() => besides(source, '.jsonl'));
  const corrupt = source.verdict.damage === 'corrupt';
  const [salvage, setSalvage] = useState(corrupt);
  return (
    <JobDialog
      title={keys ? `Export ${plural(keys.length, 'key')}` : 'Export all keys'}
      action="Export"
      ready={file.trim() !== '' && (salvage || !corrupt)}
      start={() => client.call('keys.export', { source: source.id, keys, file: file.trim(), salvage })}
      done={({ result }) =>
        result?.kind === 'export' && (
          <p>
            {plural(result.keys, 'key')} written to <span className="mono">{result.file}</span>
            {result.lost.length > 0 && `; ${plural(result.lost.length, 'damaged range')} left out`}.
          </p>
        )
      }
      onClose={onClose}
    >
      <p className="sub">One JSON object a line: key and value in base64, type, deadline.</p>
      <Field
        label="File to write"
        big
        mono
        autoFocus
        value={file}
        onChange={(event) => setFile(event.target.value)}
      />
      {corrupt && (
        <label className="check">
          <input type="checkbox" checked={salvage} onChange={(event) => setSalvage(event.target.checked)} />
          Take what can be read, also behind the damage
        </label>
      )}
    </JobDialog>
  );
}

export function ImportDialog({ source, onClose }: { source: SourceInfo; onClose(): void }) {
  const [file, setFile] = useState('');
  return (
    <JobDialog
      title={`Import into ${source.name}`}
      action="Import"
      ready={file.trim() !== ''}
      start={() => client.call('keys.import', { source: source.id, file: file.trim() })}
      done={({ result }) =>
        result?.kind === 'import' && <p>{plural(result.keys, 'key')} imported, all of them.</p>
      }
      onClose={onClose}
    >
      <p className="sub">
        JSON Lines as an export writes them. All or nothing: a line that cannot be read is named and nothing
        is changed.
      </p>
      <Field
        label="File to read"
        placeholder="Path of a .jsonl file"
        big
        mono
        autoFocus
        value={file}
        onChange={(event) => setFile(event.target.value)}
      />
    </JobDialog>
  );
}
