import { WalscopeError } from '../../shared/errors.ts';

/** Why a port cannot be listened on, in a sentence that says what to do. */
export function listenError(cause: unknown, port: number): WalscopeError {
  const errno = (cause as { code?: unknown }).code;
  if (errno === 'EADDRINUSE') {
    return new WalscopeError(
      'INVALID_ARGUMENT',
      `Port ${port} is in use: choose another one, or 0 for a free one.`,
      {
        cause,
      },
    );
  }
  if (errno === 'EACCES') {
    return new WalscopeError(
      'INVALID_ARGUMENT',
      `Port ${port} needs rights that you do not have: choose one above 1023.`,
      {
        cause,
      },
    );
  }
  const { syscall, hostname, address } = cause as { syscall?: string; hostname?: string; address?: string };
  if (syscall === 'getaddrinfo' || errno === 'EADDRNOTAVAIL') {
    return new WalscopeError(
      'INVALID_ARGUMENT',
      `${hostname ?? address} is no address of this machine: listen on 127.0.0.1, or on one that it has.`,
      { cause },
    );
  }
  return new WalscopeError('IO', `Port ${port} cannot be listened on: ${(cause as Error).message}.`, {
    cause,
  });
}
