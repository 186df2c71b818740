import { resolve } from 'node:path';
import { WalscopeError } from '../../shared/errors.ts';
import { maxOpenSources } from '../../shared/limits.ts';

/** What stands behind the program's name: directories to open as tabs, and options of the web host. */
export interface StartArguments {
  /** Absolute. */
  directories: string[];
  /** 0 = any free port. */
  port: number;
  openBrowser: boolean;
}

/** Paths are relative to `cwd`. Throws INVALID_ARGUMENT with a sentence for the command line. */
export function parseStartArguments(args: readonly string[], cwd: string): StartArguments {
  const parsed: StartArguments = { directories: [], port: 0, openBrowser: true };
  let onlyPaths = false;
  for (let i = 0; i < args.length; i++) {
    const argument = args[i] as string;
    if (onlyPaths || !argument.startsWith('-')) parsed.directories.push(resolve(cwd, argument));
    else if (argument === '--') onlyPaths = true;
    else if (argument === '--no-open') parsed.openBrowser = false;
    else if (argument === '--port') parsed.port = parsePort(args[++i]);
    else if (argument.startsWith('--port=')) parsed.port = parsePort(argument.slice('--port='.length));
    else {
      throw new WalscopeError(
        'INVALID_ARGUMENT',
        `There is no option ${argument}: use [DIR…] [--port N] [--no-open].`,
      );
    }
  }
  if (parsed.directories.length > maxOpenSources) {
    throw new WalscopeError('TOO_LARGE', `At most ${maxOpenSources} directories can be open at once.`);
  }
  return parsed;
}

/** The directories among the arguments that a desktop passes, whose own switches (--flag) are not ours to judge. */
export function directoriesIn(args: readonly string[], cwd: string): string[] {
  return args
    .filter((argument) => argument !== '' && !argument.startsWith('-'))
    .slice(0, maxOpenSources)
    .map((argument) => resolve(cwd, argument));
}

function parsePort(text: string | undefined): number {
  const port = Number(text);
  if (text === undefined || text === '' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new WalscopeError('INVALID_ARGUMENT', 'A port is a number from 0 to 65535; 0 picks a free one.');
  }
  return port;
}
