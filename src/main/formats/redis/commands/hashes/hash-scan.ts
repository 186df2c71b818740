import type { Binary } from '../../value.ts';
import { command } from '../command.ts';
import { scanElements } from '../scan-elements.ts';

export const hashScanCommand = command(
  'hscan',
  -3,
  'readonly',
  [1, 1, 1],
  '2.8.0',
  'Walks the fields',
  (call) =>
    scanElements(call, 'hash', ({ fields }) => ({
      holder: fields,
      names: () => fields.keys(),
      told: (name) => [name, fields.get(name)?.value as Binary],
    })),
);
