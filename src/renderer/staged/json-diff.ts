export interface JsonChange {
  /** As `items[0].qty`; empty for the value itself. */
  place: string;
  removed?: string;
  added?: string;
}

type Json = unknown;
const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where two JSON texts differ; null when one of them is no object or array, or when only their spelling differs. */
export function jsonChanges(before: string, after: string): JsonChange[] | null {
  try {
    const old: Json = JSON.parse(before);
    const now: Json = JSON.parse(after);
    if (typeof old !== 'object' || typeof now !== 'object') return null;
    const changes: JsonChange[] = [];
    compare(old, now, '', changes);
    return changes.length > 0 ? changes : null;
  } catch {
    return null;
  }
}

function compare(old: Json, now: Json, place: string, changes: JsonChange[]): void {
  if (isObject(old) && isObject(now)) {
    for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
      compareMember(old, now, name, memberPlace(place, name), changes);
    }
  } else if (Array.isArray(old) && Array.isArray(now)) {
    for (let index = 0; index < Math.max(old.length, now.length); index++) {
      compareMember(old, now, String(index), `${place}[${index}]`, changes);
    }
  } else if (JSON.stringify(old) !== JSON.stringify(now)) {
    changes.push({ place, removed: JSON.stringify(old), added: JSON.stringify(now) });
  }
}

function compareMember(old: object, now: object, name: string, place: string, changes: JsonChange[]): void {
  const had = Object.hasOwn(old, name);
  const has = Object.hasOwn(now, name);
  const oldValue = (old as Record<string, Json>)[name];
  const newValue = (now as Record<string, Json>)[name];
  if (had && has) compare(oldValue, newValue, place, changes);
  else if (had) changes.push({ place, removed: JSON.stringify(oldValue) });
  else changes.push({ place, added: JSON.stringify(newValue) });
}

function memberPlace(place: string, name: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${place}[${JSON.stringify(name)}]`;
  return place === '' ? name : `${place}.${name}`;
}
