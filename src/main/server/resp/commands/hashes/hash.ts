import type { Binary } from '../../../../formats/redis/value.ts';
import { Fields } from '../../keyspace/fields.ts';
import type { ValueOf } from '../../keyspace/value.ts';
import type { Call } from '../command.ts';

export type Hash = ValueOf<'hash'>;

export const emptyHash = (): Hash => ({ type: 'hash', fields: new Fields() });
export const hashAt = ({ args, db }: Call): Hash | null => db.typed(args[1] as Binary, 'hash');
