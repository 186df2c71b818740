import type { Reply } from '../../commands/reply.ts';
import type { LuaValue } from '../../lua/lua-machine.ts';
import { scoreText } from '../../score-text.ts';

/** A reply of RESP2 as a script sees it: integers are numbers, nil is false, and lists end where Lua's do. */
export function luaValueOf(reply: Reply): LuaValue {
  if (reply === null) return false;
  if (typeof reply === 'string' || typeof reply === 'number') return reply;
  if (typeof reply === 'bigint') return Number(reply);
  if (typeof reply === 'boolean') return reply ? 1 : 0;
  if (!('kind' in reply)) return reply.map(luaValueOf);
  switch (reply.kind) {
    case 'status':
      return { ok: reply.text };
    case 'error':
      return { err: reply.text };
    case 'double':
      return scoreText(reply.value, 'digits-17');
    case 'map':
      return reply.entries.flatMap((entry) => entry.map(luaValueOf));
    case 'pairs':
      return reply.pairs.flatMap((pair) => pair.map(luaValueOf));
    case 'set':
      return reply.items.map(luaValueOf);
    case 'verbatim':
    case 'decimal':
      return reply.text;
    default:
      return false;
  }
}

/** In the order of their bytes. */
export function sortedReply(reply: Reply): Reply {
  if (reply === null || typeof reply !== 'object') return reply;
  const items = 'kind' in reply ? (reply.kind === 'set' ? reply.items : null) : reply;
  return items === null ? reply : [...(items as readonly string[])].sort();
}
