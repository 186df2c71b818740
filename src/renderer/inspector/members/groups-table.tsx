import { useMemo } from 'react';
import { formatCount, plural } from '../../ui/format.ts';
import { readGroups, type StreamGroup } from './stream-groups.ts';

/** Who reads a stream together, how far each group has come, and what its consumers have not acknowledged. */
export function GroupsTable({ stored }: { stored: readonly unknown[] }) {
  const groups = useMemo(() => readGroups(stored), [stored]);
  if (groups === null) return <p className="note c-damaged">The groups of this stream cannot be read.</p>;
  if (groups.length === 0) return null;
  return (
    <table className="groups" aria-label="Groups of the stream">
      <thead>
        <tr>
          <th scope="col">Group</th>
          <th scope="col">Last delivered</th>
          <th scope="col" className="r">
            Read
          </th>
          <th scope="col" className="r">
            Pending
          </th>
        </tr>
      </thead>
      {groups.map((group) => (
        <GroupRows key={group.name} group={group} />
      ))}
    </table>
  );
}

function GroupRows({ group }: { group: StreamGroup }) {
  const { name, lastDelivered, read, pending, consumers } = group;
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" className="mono cut" title={name}>
          {name}
        </th>
        <td className="num cut">{lastDelivered}</td>
        <td className="num r">{read === null ? '?' : formatCount(read)}</td>
        <td className="num r">{formatCount(pending)}</td>
      </tr>
      {consumers.map((consumer) => (
        <tr key={consumer.name} className="dim">
          <th scope="row" className="mono cut" title={consumer.name}>
            {consumer.name}
          </th>
          <td className="cut">consumer</td>
          <td />
          <td className="num r">{formatCount(consumer.pending)}</td>
        </tr>
      ))}
      {consumers.length === 0 && (
        <tr className="dim">
          <td colSpan={4}>{plural(0, 'consumer')}</td>
        </tr>
      )}
    </tbody>
  );
}
