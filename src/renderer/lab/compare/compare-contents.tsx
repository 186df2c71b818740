import type { Comparison } from '../../../shared/contract/compare.ts';

/** What either side holds after the crash, key by key. */
export function CompareContents({ comparison }: { comparison: Comparison }) {
  const [left, right] = comparison.sides.map(({ contents }) =>
    contents === null ? null : new Map(contents.map(({ key, value }) => [key, value])),
  );
  const keys = [...new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])].sort();
  return (
    <table className="cmp">
      <caption className="unseen">What each holds</caption>
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">Left holds</th>
          <th scope="col">Right holds</th>
        </tr>
      </thead>
      <tbody>
        {keys.length === 0 && (
          <tr>
            <td colSpan={3} className="dim">
              Neither holds any key.
            </td>
          </tr>
        )}
        {keys.map((key) => (
          <tr key={key} className={left?.get(key) === right?.get(key) ? '' : 'differs'}>
            <th scope="row" className="k">
              {key}
            </th>
            <Value value={left?.get(key)} />
            <Value value={right?.get(key)} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ value }: { value: string | undefined }) {
  return <td className={value === undefined ? 'dim' : 'mono cut'}>{value ?? 'no such key'}</td>;
}
