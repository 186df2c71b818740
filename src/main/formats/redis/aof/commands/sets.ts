import type { Binary } from '../../value.ts';
import { type Call, type CommandTable, Unknowable } from '../command.ts';
import { noMembers } from '../compact-value.ts';

function add(call: Call): void {
  const key = call.binary(1);
  const set = call.value(key, 'set') ?? { type: 'set' as const, members: noMembers(call.count - 2) };
  const before = set.members.size;
  for (const member of call.binaries(2)) set.members.add(member);
  if (set.members.size !== before) call.keys.changed(key, set);
}

function remove(call: Call): void {
  const key = call.binary(1);
  const set = call.value(key, 'set');
  if (!set) return;
  const before = set.members.size;
  for (const member of call.binaries(2)) set.members.delete(member);
  if (set.members.size !== before) call.keys.changed(key, set);
}

/** Only what takes all members takes the same ones each time. */
function pop(call: Call): void {
  const key = call.binary(1);
  const set = call.value(key, 'set');
  const count = call.count > 2 ? call.number(2) : 1;
  if (!set || count <= 0) return;
  if (count < set.members.size) throw new Unknowable('it takes members chosen at random');
  call.keys.delete(key);
}

function move(call: Call): void {
  const [source, target, member] = [call.binary(1), call.binary(2), call.binary(3)];
  const from = call.value(source, 'set');
  const to = call.value(target, 'set');
  if (!from?.members.has(member) || source === target) return;
  from.members.delete(member);
  call.keys.changed(source, from);
  const into = to ?? { type: 'set' as const, members: new Set<Binary>() };
  into.members.add(member);
  call.keys.changed(target, into);
}

function store(call: Call, combine: (first: Set<Binary>, others: Set<Binary>[]) => Iterable<Binary>): void {
  const target = call.binary(1);
  const sets = [...call.binaries(2)].map((key) => call.value(key, 'set')?.members ?? new Set<Binary>());
  const [first = new Set<Binary>(), ...others] = sets;
  const members = new Set(combine(first, others));
  if (members.size === 0) call.keys.delete(target);
  else call.keys.set(target, { type: 'set', members }, null);
}

export const setCommands: CommandTable = {
  SADD: add,
  SREM: remove,
  SPOP: pop,
  SMOVE: move,
  SUNIONSTORE: (call) => store(call, (first, others) => [first, ...others].flatMap((set) => [...set])),
  SINTERSTORE: (call) =>
    store(call, (first, others) => [...first].filter((m) => others.every((set) => set.has(m)))),
  SDIFFSTORE: (call) =>
    store(call, (first, others) => [...first].filter((m) => !others.some((set) => set.has(m)))),
};
