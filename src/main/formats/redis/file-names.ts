export function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

export function isRdbName(name: string): boolean {
  return /\.rdb$/i.test(name) && !isTemporary(name);
}

/** Of a log, which may begin as an RDB does. */
export function isLogName(name: string): boolean {
  return /\.aof$/i.test(name) && !isTemporary(name);
}

/** Redis had not put it into its place yet. */
export function isTemporary(name: string): boolean {
  return name.startsWith('temp-');
}
