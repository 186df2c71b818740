import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { socketPath } from '../../shared/bridge.ts';
import { hardeningHeaders } from '../host/content-policy.ts';
import type { StaticFiles } from '../host/static-files.ts';
import { type Access, createAccess, type Refusal } from './access.ts';
import type { Connections } from './connections.ts';

const address = '127.0.0.1';
const headersTimeoutMs = 10_000;
const maxHeaderBytes = 16 * 1024;

export interface WebServer {
  readonly port: number;
  /** The address to open, token included. */
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1; `port` 0 picks a free one. */
export async function startWebServer(options: {
  port: number;
  files: StaticFiles;
  connections: Connections;
}): Promise<WebServer> {
  const server = createServer({ headersTimeout: headersTimeoutMs, maxHeaderSize: maxHeaderBytes });
  const port = await listen(server, options.port);
  const access = createAccess(port);

  server.on('request', (request, response) => {
    respond(request, response, access, options.files, port).catch(() => {
      if (!response.headersSent)
        refuse(response, 500, 'The file could not be read: build the project again.');
      else response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const refusal = access.check(request, { requireOrigin: true });
    if (refusal || request.url !== socketPath) {
      socket.end(refusalText(refusal ?? { status: 403, message: 'There is no such socket.' }));
      return;
    }
    options.connections.upgrade(request, socket, head);
  });

  return {
    port,
    url: `http://${address}:${port}/?token=${access.token}`,
    close: () =>
      new Promise((resolve) => {
        options.connections.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  access: Access,
  files: StaticFiles,
  port: number,
): Promise<void> {
  const foreign = access.checkSource(request);
  if (foreign) return refuse(response, foreign.status, foreign.message);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse(response, 405, 'Walscope serves its page and nothing else.');
  }
  const url = parseTarget(request.url ?? '');
  if (url === null) return refuse(response, 400, 'That is not an address of Walscope.');

  const token = url.searchParams.get('token');
  if (url.pathname === '/' && token !== null && access.isToken(token)) {
    // Away from the address that holds the token: it would stay in the history and in what is shared.
    response.writeHead(303, {
      ...hardeningHeaders,
      'Set-Cookie': access.cookie,
      'Cache-Control': 'no-store',
      Location: '/',
    });
    response.end();
    return;
  }
  const refusal = access.check(request, { requireOrigin: false });
  if (refusal) return refuse(response, refusal.status, refusal.message);

  const host = request.headers.host ?? `${address}:${port}`;
  const answer = await files.answer(url.pathname, [`ws://${host}`]);
  response.writeHead(answer.status, answer.headers);
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

/** Only the origin form of a request target (`/path?query`) is one of ours. */
function parseTarget(target: string): URL | null {
  if (!target.startsWith('/') || target.startsWith('//')) return null;
  try {
    return new URL(target, `http://${address}`);
  } catch {
    return null;
  }
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, {
    ...hardeningHeaders,
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
    Connection: 'close',
  });
  response.end(`${message}\n`);
}

function refusalText({ status, message }: Refusal): string {
  const reason = status === 401 ? 'Unauthorized' : 'Forbidden';
  return `HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${message.length}\r\n\r\n${message}`;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
