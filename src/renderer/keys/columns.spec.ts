import { expect, it } from 'vitest';
import { fittingColumns, shownColumns } from './columns.tsx';

it('leaves out what may leave, the last first, where there is not room for all', () => {
  const columns = shownColumns(undefined);
  const fitting = (room: number) => [...fittingColumns(columns, {}, room)];
  const all = columns.map(({ id }) => id);
  expect(fitting(2000)).toEqual(all);
  expect(fitting(660)).toEqual(all.filter((id) => id !== 'location'));
  expect(fitting(500)).toEqual(all.filter((id) => id !== 'location' && id !== 'versions'));
  expect([...fittingColumns(columns, { location: 48 }, 660)]).toEqual(all);
  expect(fitting(0)).toContain('seq');
});
