import { parseInteger } from '../../../formats/redis/commands/arguments.ts';
import type { Value } from '../../../formats/redis/commands/value.ts';
import type { ServerConfig } from '../state/server-config.ts';

const maxEmbeddedBytes = 44;

/** How Redis would hold such a value in memory, by its settings: clients ask for it, and tests go by it. */
export function encodingOf(value: Value, config: ServerConfig): string {
  switch (value.type) {
    case 'string':
      if (value.text.length <= 20 && parseInteger(value.text) !== null) return 'int';
      return value.text.length <= maxEmbeddedBytes ? 'embstr' : 'raw';
    case 'list':
      return 'quicklist';
    case 'set': {
      const isIntegers =
        value.members.size <= config.number('set-max-intset-entries') &&
        every(value.members, (member) => parseInteger(member) !== null);
      return isIntegers ? 'intset' : 'hashtable';
    }
    case 'hash':
      return isSmall(value.fields.size, 'hash', config, () => everyField(value.fields, config))
        ? 'listpack'
        : 'hashtable';
    case 'zset': {
      const longest = config.number('zset-max-listpack-value');
      const fits = () => every(value.scores.keys(), (member) => member.length <= longest);
      return isSmall(value.scores.size, 'zset', config, fits) ? 'listpack' : 'skiplist';
    }
    case 'stream':
      return 'stream';
    case 'module':
      return 'module';
  }
}

function isSmall(
  size: number,
  type: 'hash' | 'zset',
  config: ServerConfig,
  elementsFit: () => boolean,
): boolean {
  return size <= config.number(`${type}-max-listpack-entries`) && elementsFit();
}

function everyField(fields: Iterable<[string, { value: string }]>, config: ServerConfig): boolean {
  const longest = config.number('hash-max-listpack-value');
  return every(fields, ([name, { value }]) => name.length <= longest && value.length <= longest);
}

function every<T>(elements: Iterable<T>, holds: (element: T) => boolean): boolean {
  for (const element of elements) if (!holds(element)) return false;
  return true;
}
