/** The library: `import { open } from 'walscope'`. Keys and values are bytes; a string stands for its UTF-8. */

export { type ErrorCode, WalscopeError } from '../shared/errors.ts';
export type * from './engine/api.ts';
export { open } from './engine/open.ts';
export { EditedValues } from './engine/store/edited-values.ts';
