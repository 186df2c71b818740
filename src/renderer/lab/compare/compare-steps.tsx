import type { ComparedSide, Comparison } from '../../../shared/contract/compare.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { useCompare } from './compare-model.ts';
import { stepWords } from './compare-words.ts';

/** Each write of the workload, and what became of it on either side. */
export function CompareSteps({ comparison }: { comparison: Comparison }) {
  const chosen = useCompare((state) => state.step);
  const [left, right] = comparison.sides;
  return (
    <table className="cmp">
      <caption className="unseen">Writes of the workload</caption>
      <thead>
        <tr>
          <th scope="col">Write</th>
          <th scope="col">Left</th>
          <th scope="col">Right</th>
        </tr>
      </thead>
      <tbody>
        {comparison.steps.map((title, step) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the workload
          <tr key={step} className={step === chosen ? 'at' : ''}>
            <th scope="row">
              <span className="dim">{step + 1}</span> <span className="k">{title}</span>
            </th>
            <Outcome outcome={left?.steps[step]} />
            <Outcome outcome={right?.steps[step]} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Outcome({ outcome }: { outcome: ComparedSide['steps'][number] | undefined }) {
  if (outcome === undefined) return <td />;
  const { glyph, words, bad } = stepWords(outcome);
  return (
    <td className={bad ? 'bad' : ''}>
      <span className="tag">
        {glyph && <Glyph name={glyph} />}
        <span className={glyph === null ? 'dim' : ''}>{words}</span>
      </span>
    </td>
  );
}
