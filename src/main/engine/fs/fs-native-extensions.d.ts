/** The one function of the package that Walscope uses; the package ships no types. */
declare module 'fs-native-extensions' {
  /**
   * Takes an exclusive lock on a byte range of the open file, released by the kernel when the file is closed or
   * the process ends. false when another open file holds it.
   */
  export function tryLock(fd: number, offset?: number, length?: number): boolean;
}
