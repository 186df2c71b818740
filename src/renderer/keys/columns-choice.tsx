import { changeSettings, useSettings } from '../stores/settings.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { keyColumn, keyColumns, shownColumns } from './columns.tsx';

/** Which columns there are, and in what order. The key is always there. */
export function ColumnsChoice() {
  const shown = shownColumns(useSettings((state) => state.settings?.keyColumns));
  const hidden = keyColumns.filter((column) => !shown.some((each) => each.id === column.id));
  const keep = (next: typeof shown) => void changeSettings({ keyColumns: next });
  const move = (index: number, by: number) => {
    const next = [...shown];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + by, 0, moved);
    keep(next);
  };
  return (
    <div className="colchoice">
      {shown.map((each, index) => (
        <div key={each.id}>
          <label className="check grow">
            <input
              type="checkbox"
              checked
              disabled={each.id === 'key'}
              onChange={() => keep(shown.filter((other) => other.id !== each.id))}
            />
            {keyColumn(each.id).title}
          </label>
          <IconButton
            icon="sortUp"
            label={`Move ${keyColumn(each.id).title} to the left`}
            disabled={index === 0}
            onClick={() => move(index, -1)}
          />
          <IconButton
            icon="sortDown"
            label={`Move ${keyColumn(each.id).title} to the right`}
            disabled={index === shown.length - 1}
            onClick={() => move(index, 1)}
          />
        </div>
      ))}
      {hidden.map((column) => (
        <div key={column.id}>
          <label className="check grow">
            <input
              type="checkbox"
              checked={false}
              onChange={() => keep([...shown, { id: column.id, width: column.width }])}
            />
            {column.title}
          </label>
        </div>
      ))}
      <div className="end">
        <Button kind="ghost" onClick={() => keep([])}>
          As at first
        </Button>
      </div>
    </div>
  );
}
