/** A command that fails; the text, which begins with its code, is the whole of its answer. */
export class CommandError extends Error {}

export const errors = {
  syntax: 'ERR syntax error',
  wrongType: 'WRONGTYPE Operation against a key holding the wrong kind of value',
  notAnInteger: 'ERR value is not an integer or out of range',
  notAFloat: 'ERR value is not a valid float',
  outOfRange: 'ERR index out of range',
  noSuchKey: 'ERR no such key',
  notPositive: 'ERR value is out of range, must be positive',
  tooLong: 'ERR string exceeds maximum allowed size (proto-max-bulk-len)',
  noMulti: 'ERR EXEC without MULTI',
} as const;

export function fail(text: string): never {
  throw new CommandError(text);
}

/** What a container answers when a subcommand is not given what it takes. */
export function subcommandSyntax(container: string, sub: string): CommandError {
  return new CommandError(
    `ERR unknown subcommand or wrong number of arguments for '${sub}'. Try ${container} HELP.`,
  );
}

export function wrongArguments(name: string): CommandError {
  return new CommandError(`ERR wrong number of arguments for '${name}' command`);
}
