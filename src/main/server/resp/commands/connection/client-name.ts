import type { Binary } from '../../../../formats/redis/value.ts';
import { fail } from '../../protocol/errors.ts';

/** Names show up in lines of words, so they have no spaces. */
export function checkedName(name: Binary): Binary {
  if (/[^!-~]/.test(name)) fail('ERR Client names cannot contain spaces, newlines or special characters.');
  return name;
}
