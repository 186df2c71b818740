import { formatCount } from '../../ui/format.ts';
import { cellIndex, columnPoints, type Heat } from './heat-layout.ts';
import { choiceTitle } from './lab-words.ts';
import { pointWords } from './point-words.ts';
import { useSweep } from './sweep-model.ts';

/** What the heatmap shows, in numbers: for each fault and workload, and where it first fails. */
export function HeatTable({ heat }: { heat: Heat }) {
  const choices = useSweep((state) => state.choices);
  const rows = heat.faults.flatMap((fault, row) =>
    sectionsOf(heat, row).map((counts) => ({ ...counts, fault })),
  );
  return (
    <div className="heattable scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Fault</th>
            <th scope="col">Workload</th>
            <th scope="col" className="r">
              States
            </th>
            <th scope="col" className="r">
              Failing
            </th>
            <th scope="col">First failing crash point</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ fault, workload, states, failing, first }) => (
            <tr key={`${fault} ${workload}`} className={failing > 0 ? 'bad' : ''}>
              <td>{choiceTitle(choices, 'faults', fault)}</td>
              <td>{workload}</td>
              <td className="r">{formatCount(states)}</td>
              <td className="r">{formatCount(failing)}</td>
              <td className="cut">{first ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface SectionCounts {
  workload: string;
  states: number;
  failing: number;
  first: string | null;
}

/** Counts of one row by workload. */
function sectionsOf(heat: Heat, row: number): SectionCounts[] {
  const counts: SectionCounts[] = [];
  let column = 0;
  for (const { workload, columns } of heat.sections) {
    const section: SectionCounts = { workload, states: 0, failing: 0, first: null };
    for (const end = column + columns; column < end; column++) {
      const index = cellIndex(heat, { row, column });
      section.states += heat.states[index]!;
      section.failing += heat.failing[index]!;
      const points = heat.failing[index]! > 0 ? columnPoints(heat, column) : null;
      if (points !== null) section.first ??= pointWords(points);
    }
    counts.push(section);
  }
  return counts;
}
