import type { SourceInfo } from '../../shared/contract/source.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { formatCount } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';
import { ErrorSentence, PanelHead } from '../ui/panel.tsx';
import type { CrashFile, CrashModel } from './crash-model.ts';
import { faultId, faultInWords, waySentences } from './crash-words.ts';
import type { Preview } from './use-preview.ts';

interface CrashSideProps {
  model: CrashModel;
  source: SourceInfo;
  preview: Preview | null;
  previewError: unknown;
  onPull(): void;
}

/** What would be left, and the plug. */
export function CrashSide({ model, source, preview, previewError, onPull }: CrashSideProps) {
  const { way, error, pulling } = model.use();
  return (
    <aside className="pane side" aria-label="What would be left" data-pane="inspector">
      <PanelHead title={way === 'damage' ? 'Faults' : 'What would be left'} />
      <p className="what">{waySentences[way]}</p>
      <div className="scroll grow">
        {way === 'power' && <PowerPreview model={model} preview={preview} error={previewError} />}
        {way === 'damage' && <FaultList model={model} />}
        {way === 'kill' && <KillOutlook />}
      </div>
      {error !== null && <ErrorSentence error={error} />}
      <p className="copy">
        <Glyph name="disk" />
        <span>
          Works on a copy in Walscope’s own data directory. <b className="mono">{source.path}</b> is only
          read.
        </span>
      </p>
      <div className="pull">
        <Button kind="primary" size="large" icon="plug" keys="Enter" disabled={!model.ready} onClick={onPull}>
          Pull the plug
        </Button>
        {pulling && <span className="dim">copying, crashing, recovering…</span>}
      </div>
    </aside>
  );
}

interface PowerPreviewProps {
  model: CrashModel;
  preview: Preview | null;
  error: unknown;
}

function PowerPreview({ model, preview, error }: PowerPreviewProps) {
  const files = model.use((state) => state.files);
  if (error !== null) return <ErrorSentence error={error} />;
  if (!preview) return null;
  const harmless = preview.lostRecords === 0;
  return (
    <>
      <FilesLeft before={files ?? []} preview={preview} />
      {preview.provenOffset && (
        <p className="fact">
          <Glyph name="disk" />
          <span>
            Proven on disk up to{' '}
            <span className="mono">
              {preview.provenOffset.file}:{formatCount(preview.provenOffset.offset)}
            </span>
          </span>
        </p>
      )}
      <div className={harmless ? 'vd' : 'vd lost'} role="status">
        <Glyph name={harmless ? 'always' : 'torn'} />
        <span>
          <b>{harmless ? 'Nothing acknowledged is lost.' : 'Acknowledged writes are lost.'}</b>{' '}
          {preview.sentence}
        </span>
      </div>
    </>
  );
}

function FilesLeft({ before, preview }: { before: readonly CrashFile[]; preview: Preview }) {
  const sizes = new Map(before.map((file) => [file.file, file.sizeBytes]));
  return (
    <table className="left" aria-label="Files before and after">
      <thead>
        <tr>
          <th>File</th>
          <th className="r">Before, B</th>
          <th className="r">After, B</th>
        </tr>
      </thead>
      <tbody>
        {preview.files.map((file) => {
          const size = sizes.get(file.file);
          const changed = file.sizeBytes !== size;
          return (
            <tr key={file.file}>
              <td className="mono cut-start" title={file.file}>
                <bdi>{file.file}</bdi>
              </td>
              <td className="r dim">{size === undefined ? '—' : formatCount(size)}</td>
              <td className={changed ? 'r med' : 'r dim'}>
                {file.sizeBytes === null ? 'not there' : formatCount(file.sizeBytes)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function FaultList({ model }: { model: CrashModel }) {
  const faults = model.use((state) => state.faults);
  if (faults.length === 0)
    return <p className="dim note">No faults yet: choose a place and flip, zero or delete.</p>;
  return (
    <ul className="faults" aria-label="Faults">
      {faults.map((fault) => (
        <li key={faultId(fault)}>
          <span className="cut grow" title={faultInWords(fault)}>
            {faultInWords(fault)}
          </span>
          <IconButton
            icon="close"
            label={`Take back: ${faultInWords(fault)}`}
            onClick={() => model.removeFault(fault)}
          />
        </li>
      ))}
    </ul>
  );
}

function KillOutlook() {
  return (
    <div className="vd">
      <Glyph name="cache" />
      <span>
        <b>The system survives.</b> What was handed over to it is still written, whatever the policy; what the
        process still held is gone. What was answered must be there.
      </span>
    </div>
  );
}
