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
    throw new WalscopeError(
      'INVALID_ARGUMENT',
      `"${text}" is no address of a server: write redis://host:port, or rediss:// for TLS.`,
    );
  }
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? defaultPort : Number(url.port),
    tls: url.protocol === 'rediss:',
    username: url.username === '' ? null : decodeURIComponent(url.username),
    password: url.password === '' ? null : decodeURIComponent(url.password),
  };
}

/** As people read it: never with the password. */
export function serverName({ host, port }: Pick<FollowedServer, 'host' | 'port'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
