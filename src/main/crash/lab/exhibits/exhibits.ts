import type { Subject } from '../subject.ts';
import { guide, guideNoFsync } from './guide.ts';
import { jsonOverwrite } from './json-overwrite.ts';
import { jsonRename, jsonRenameFsync } from './json-rename.ts';

/** Engines as one writes them first: each loses data, and the lab shows where. */
export const exhibits: readonly Subject[] = [jsonOverwrite, jsonRename, jsonRenameFsync, guideNoFsync, guide];
