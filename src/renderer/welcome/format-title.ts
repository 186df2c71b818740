import type { FormatId } from '../../shared/model.ts';

const titles: Record<FormatId, string> = {
  walscope: 'Walscope',
  guide: 'guide log',
  miniredis: 'MiniRedis',
  redis: 'Redis',
  bitcask: 'Bitcask',
};

/** A format as lists call it, where no open source is there to say so itself. */
export function formatTitle(format: FormatId): string {
  return titles[format];
}
