import { version } from '../../../package.json';

/** Walscope's own, as package.json has it when the app is built. */
export const walscopeVersion: string = version;
