import type { Binary } from '../../value.ts';
import type { Call } from '../command.ts';
import { Fields } from '../fields.ts';
import type { ValueOf } from '../value.ts';

export type Hash = ValueOf<'hash'>;

export const emptyHash = (): Hash => ({ type: 'hash', fields: new Fields() });
export const hashAt = ({ args, db }: Call): Hash | null => db.typed(args[1] as Binary, 'hash');
