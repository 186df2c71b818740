import { command } from '../command.ts';
import { scanElements } from '../scan-elements.ts';
import { hashAt } from './hash.ts';

export const hashScanCommand = command(
  'hscan',
  -3,
  'readonly',
  [1, 1, 1],
  '2.8.0',
  'Walks the fields',
  (call) => {
    const hash = hashAt(call);
    return scanElements(call, () =>
      Array.from(hash?.fields ?? [], ([name, { value }]) => [name, value] as const),
    );
  },
);
