import type { Reply } from '../../../formats/redis/commands/reply.ts';
import { printf17g } from '../../../formats/redis/score-text.ts';
import type { Binary } from '../../../formats/redis/value.ts';

export type ProtocolVersion = 2 | 3;

const integers = Array.from({ length: 1024 }, (_, value) => `:${value}\r\n`);
const bulkHeads = Array.from({ length: 1024 }, (_, length) => `$${length}\r\n`);

/** The bytes of an answer, one character each. */
export function encodeReply(reply: Reply, version: ProtocolVersion): Binary {
  if (typeof reply === 'string') return encodeBulk(reply);
  if (typeof reply === 'number') return integers[reply] ?? `:${reply}\r\n`;
  if (typeof reply === 'bigint') return `:${reply}\r\n`;
  if (reply === null) return version === 3 ? '_\r\n' : '$-1\r\n';
  if (typeof reply === 'boolean') return encodeBoolean(reply, version);
  if (isList(reply)) return encodeList('*', reply, version);
  switch (reply.kind) {
    case 'status':
      return `+${reply.text}\r\n`;
    case 'error':
      return `-${reply.text.replace(/[\r\n]/g, ' ')}\r\n`;
    case 'null-array':
      return version === 3 ? '_\r\n' : '*-1\r\n';
    case 'double':
      return version === 3 ? `,${doubleText(reply.value)}\r\n` : encodeBulk(doubleText(reply.value));
    case 'decimal':
      return version === 3 ? `,${reply.text}\r\n` : encodeBulk(reply.text);
    case 'map':
      return encodeMap(version === 3 ? '%' : '*', reply.entries);
    case 'set':
      return encodeList(version === 3 ? '~' : '*', reply.items, version);
    case 'pairs':
      return encodeList('*', version === 3 ? reply.pairs : reply.pairs.flat(), version);
    case 'push':
      return encodeList(version === 3 ? '>' : '*', reply.items, version);
    case 'verbatim':
      return version === 3 ? `=${reply.text.length + 4}\r\ntxt:${reply.text}\r\n` : encodeBulk(reply.text);
    case 'big-number':
      return version === 3 ? `(${reply.digits}\r\n` : encodeBulk(reply.digits);
    case 'attributes':
      return version === 3 ? encodeMap('|', reply.entries) : '';
    case 'several':
      return reply.replies.map((each) => encodeReply(each, version)).join('');
    case 'none':
      return '';
  }
}

const isList = (reply: object): reply is readonly Reply[] => Array.isArray(reply);

function encodeBulk(text: Binary): Binary {
  return `${bulkHeads[text.length] ?? `$${text.length}\r\n`}${text}\r\n`;
}

function encodeBoolean(value: boolean, version: ProtocolVersion): Binary {
  if (version === 3) return value ? '#t\r\n' : '#f\r\n';
  return value ? ':1\r\n' : ':0\r\n';
}

function encodeList(mark: string, items: readonly Reply[], version: ProtocolVersion): Binary {
  let text = `${mark}${items.length}\r\n`;
  for (const item of items) text += encodeReply(item, version);
  return text;
}

/** An array, the only mark of RESP2 among them, counts keys and values each. */
function encodeMap(mark: '%' | '|' | '*', entries: readonly (readonly [Reply, Reply])[]): Binary {
  const isArray = mark === '*';
  const version = isArray ? 2 : 3;
  let text = `${mark}${isArray ? entries.length * 2 : entries.length}\r\n`;
  for (const [key, value] of entries) text += encodeReply(key, version) + encodeReply(value, version);
  return text;
}

function doubleText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  if (value === Number.NEGATIVE_INFINITY) return '-inf';
  return Number.isNaN(value) ? 'nan' : printf17g(value);
}
