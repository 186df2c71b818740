import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { socketPath } from '../../shared/bridge.ts';
import type { Emit, Handlers } from '../../shared/contract/index.ts';
import { openStaticFiles } from '../host/static-files.ts';
import { createConnections } from './connections.ts';
import { startWebServer } from './server.ts';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A web host over a page of two files, for specs. */
export interface SpecHost {
  readonly url: string;
  readonly host: string;
  readonly origin: string;
  readonly emit: Emit;
  /** A request with just these headers; `path` goes out as it stands. */
  get(path: string, headers?: Record<string, string>, method?: string): Promise<Answer>;
  /** The session's cookie, got as a browser gets it. */
  logIn(): Promise<string>;
  socket(headers: Record<string, string>, path?: string): WebSocket;
  close(): Promise<void>;
}

export async function startSpecHost(handlers: Partial<Handlers> = {}): Promise<SpecHost> {
  const directory = mkdtempSync(join(tmpdir(), 'walscope-web-'));
  await mkdir(join(directory, 'page', 'assets'), { recursive: true });
  await writeFile(join(directory, 'page', 'index.html'), '<html><head><title>W</title></head></html>');
  await writeFile(join(directory, 'page', 'assets', 'a b.js'), 'run()');
  await writeFile(join(directory, 'page', 'assets', 'app.js.map'), '{}');
  await writeFile(join(directory, 'secret.json'), '{"secret":1}');

  const connections = createConnections(() => handlers as Handlers);
  const files = await openStaticFiles(join(directory, 'page'));
  const server = await startWebServer({ port: 0, files, connections });
  const host = `127.0.0.1:${server.port}`;
  const sockets = new Set<WebSocket>();

  const get: SpecHost['get'] = (path, headers = {}, method = 'GET') =>
    new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port: server.port, path, method, headers }, (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      })
        .on('error', reject)
        .end();
    });

  return {
    url: server.url,
    host,
    origin: `http://${host}`,
    emit: connections.emit,
    get,
    async logIn() {
      const { headers } = await get(`/${new URL(server.url).search}`);
      return (headers['set-cookie'] as string[])[0]?.split(';')[0] as string;
    },
    socket(headers, path = socketPath) {
      const socket = new WebSocket(`ws://${host}${path}`, { headers });
      sockets.add(socket);
      return socket;
    },
    async close() {
      for (const socket of sockets) socket.terminate();
      await server.close();
      rmSync(directory, { recursive: true });
    },
  };
}
