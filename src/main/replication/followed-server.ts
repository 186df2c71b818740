import { WalscopeError } from '../../shared/errors.ts';

/** A Redis, Valkey or Walscope server that is followed. */
export interface FollowedServer {
  host: string;
  port: number;
  tls: boolean;
  username: string | null;
  password: string | null;
}

const defaultPort = 6379;

/** `redis://[user:password@]host[:port]`, or `rediss://` for TLS. Throws INVALID_ARGUMENT for anything else. */
export function followedServer(text: string): FollowedServer {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '') {
    refuse(
      `"${withoutPassword(text)}" is no address of a server: write redis://host:port, or rediss:// for TLS.`,
    );
  }
  if (!/^(\/0?)?$/.test(url.pathname)) {
    refuse(`${url.pathname} names a database: all of them are copied, so leave it out.`);
  }
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? defaultPort : Number(url.port),
    tls: url.protocol === 'rediss:',
    username: decoded(url.username, 'user'),
    password: decoded(url.password, 'password'),
  };
}

function decoded(text: string, what: string): string | null {
  if (text === '') return null;
  try {
    return decodeURIComponent(text);
  } catch {
    refuse(`A % in the ${what} is written %25 in an address.`);
  }
}

function refuse(reason: string): never {
  throw new WalscopeError('INVALID_ARGUMENT', reason);
}

/** What stands before the last @ may hold one, even where the rest is no address. */
function withoutPassword(text: string): string {
  return text.replace(/^([a-z]*:?\/*).*@/is, '$1...@');
}

/** As people read it: never with the password. */
export function serverName({ host, port }: Pick<FollowedServer, 'host' | 'port'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
