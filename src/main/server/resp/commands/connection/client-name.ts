import { fail } from '../../../../formats/redis/commands/errors.ts';
import type { Binary } from '../../../../formats/redis/value.ts';

/** Names show up in lines of words, so they have no spaces. */
export function checkedName(name: Binary): Binary {
  if (/[^!-~]/.test(name)) fail('ERR Client names cannot contain spaces, newlines or special characters.');
  return name;
}
