import { endOfReply } from './raw-client.ts';

/** Whose elements come in no order, or by chance in another one. */
const inAnyOrder = new Set([
  'smembers',
  'sunion',
  'sinter',
  'sdiff',
  'keys',
  'hkeys',
  'hvals',
  'hgetall',
  'command',
]);
const pairs = new Set(['hgetall']);

/** A reply in a form in which two servers can be compared: elements without an order are put into one. */
export function normalReply(request: readonly string[], reply: string): string {
  const name = (request[0] ?? '').toLowerCase();
  if (name === 'exec') return sortedWithin(reply);
  if (!inAnyOrder.has(name) || !/^[*~%]/.test(reply)) return reply;
  const headEnd = reply.indexOf('\r\n') + 2;
  const parts: string[] = [];
  for (let at = headEnd; at < reply.length; ) {
    const end = endOfReply(reply, at);
    parts.push(reply.slice(at, end));
    at = end;
  }
  const isPaired = pairs.has(name);
  const units = isPaired
    ? parts.filter((_, i) => i % 2 === 0).map((key, i) => key + parts[2 * i + 1])
    : parts;
  return reply.slice(0, headEnd) + units.sort().join('');
}

/** Of a transaction it is not looked at which of its answers come in an order: what stands within them is put into one. */
function sortedWithin(reply: string, depth = 0): string {
  if (!/^[*~%]\d/.test(reply)) return reply;
  const headEnd = reply.indexOf('\r\n') + 2;
  const parts: string[] = [];
  for (let at = headEnd; at < reply.length; ) {
    const end = endOfReply(reply, at);
    parts.push(sortedWithin(reply.slice(at, end), depth + 1));
    at = end;
  }
  return reply.slice(0, headEnd) + (depth === 0 ? parts : parts.sort()).join('');
}
