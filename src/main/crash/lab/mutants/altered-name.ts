const mark = '-without-';

/** What a subject is called from which mutants have been taken out; see `mutants`. */
export const alteredName = (engine: string, ids: readonly string[]): string =>
  ids.length === 0 ? engine : `${engine}${mark}${ids.join('+')}`;

/** The same the other way round; no ids for any other name. */
export function partsOfName(name: string): { engine: string; ids: readonly string[] } {
  const at = name.indexOf(mark);
  if (at < 0) return { engine: name, ids: [] };
  return { engine: name.slice(0, at), ids: name.slice(at + mark.length).split('+') };
}
