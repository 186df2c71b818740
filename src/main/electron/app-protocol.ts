import { protocol } from 'electron';
import type { StaticAnswer, StaticFiles } from '../host/static-files.ts';
import { appHost, scheme } from './origin.ts';

/** Serves the renderer at app://walscope/. */
export function setupProtocol(files: StaticFiles): void {
  protocol.handle(scheme, async (request) => {
    const url = new URL(request.url);
    if (url.host !== appHost || request.method !== 'GET') return new Response(null, { status: 403 });
    return toResponse(await files.answer(url.pathname));
  });
}

function toResponse({ status, headers, body }: StaticAnswer): Response {
  return new Response(typeof body === 'string' ? body : new Uint8Array(body), { status, headers });
}
