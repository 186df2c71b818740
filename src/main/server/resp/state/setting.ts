/** What a setting takes. `fixed` ones can be read only. */
export type SettingKind =
  | { kind: 'number'; min: number; max: number }
  | { kind: 'bytes'; min: number; max: number }
  | { kind: 'choice'; choices: readonly string[] }
  /** `kept` is how the text is kept, given what was there before; `told` is how it is told back. */
  | {
      kind: 'text';
      check?: (text: string) => string | null;
      kept?: (text: string, before: string) => string;
      told?: (text: string) => string;
    }
  | { kind: 'fixed' }
  /** Redis can change it; here it can be set to what it is. */
  | { kind: 'standing' };

export interface Setting {
  takes: SettingKind;
  initial: string;
}

export const megabyte = 1024 * 1024;
export const number = (initial: number, min = 0, max = 2 ** 31 - 1): Setting => ({
  takes: { kind: 'number', min, max },
  initial: String(initial),
});
export const bytes = (initial: number, min = 0, max = Number.MAX_SAFE_INTEGER): Setting => ({
  takes: { kind: 'bytes', min, max },
  initial: String(initial),
});
export const choice = (initial: string, ...choices: string[]): Setting => ({
  takes: { kind: 'choice', choices },
  initial,
});
export const standing = (initial: string): Setting => ({ takes: { kind: 'standing' }, initial });
export const fixed = (initial: string): Setting => ({ takes: { kind: 'fixed' }, initial });
