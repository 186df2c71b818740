import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { contentPolicy, createNonce, hardeningHeaders } from './content-policy.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};
const maxFiles = 1000;
const maxDepth = 8;
const page = '/index.html';

export interface StaticAnswer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array | string;
}

/** The built renderer, as either host serves it. */
export interface StaticFiles {
  /** `pathname` as it stands in the URL, `/` for the page. `connect`: see contentPolicy. */
  answer(pathname: string, connect?: readonly string[]): Promise<StaticAnswer>;
}

/**
 * Lists `root` once and serves what is on that list and nothing else. A request is looked up as a name, never
 * joined to a path, so there is no path to climb out of.
 */
export async function openStaticFiles(root: string): Promise<StaticFiles> {
  const files = new Map<string, string>();
  await list(root, '', files, 0);

  return {
    async answer(pathname, connect) {
      const name = pathname === '/' ? page : pathname;
      const file = files.get(name);
      if (file === undefined) return notFound();
      const content = await readFile(file);
      const headers = { ...hardeningHeaders, 'Content-Type': typeOf(name), 'Cache-Control': 'no-cache' };
      if (extname(name) !== '.html') return { status: 200, headers, body: content };
      const nonce = createNonce();
      return {
        status: 200,
        headers: {
          ...headers,
          'Cache-Control': 'no-store',
          'Content-Security-Policy': contentPolicy(connect ? { nonce, connect } : { nonce }),
        },
        body: withNonce(content.toString('utf8'), nonce),
      };
    },
  };
}

async function list(directory: string, prefix: string, files: Map<string, string>, depth: number) {
  if (depth > maxDepth) throw new RangeError(`${directory} lies deeper than ${maxDepth} folders`);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const name = `${prefix}/${entry.name}`;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await list(path, name, files, depth + 1);
    else if (entry.isFile() && extname(entry.name) in types) files.set(encodeURI(name), path);
    if (files.size > maxFiles) throw new RangeError(`${directory} holds more than ${maxFiles} files`);
  }
}

/** Libraries that insert style sheets find the nonce where Vite puts it too. */
function withNonce(html: string, nonce: string): string {
  return html.replace('<head>', `<head><meta property="csp-nonce" nonce="${nonce}">`);
}

function notFound(): StaticAnswer {
  return {
    status: 404,
    headers: { ...hardeningHeaders, 'Content-Type': 'text/plain; charset=utf-8' },
    body: 'There is no such file.',
  };
}

function typeOf(name: string): string {
  return types[extname(name)] ?? 'application/octet-stream';
}
