import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is turned away, as an HTTP status and a sentence. */
export interface Refusal {
  status: 401 | 403;
  message: string;
}

/**
 * Who may talk to the web host. Listening on 127.0.0.1 keeps other machines out, not other web pages in the same
 * browser, nor other users of this machine. So every request must name our host (a rebound DNS name does not),
 * come from our origin where it names one, and carry the cookie that only the printed URL is exchanged for.
 */
export interface Access {
  /** Goes into the URL that is printed. */
  readonly token: string;
  /** Host and Origin: what any request must get right, with or without a session. */
  checkSource(request: IncomingMessage): Refusal | null;
  /** `requireOrigin`: browsers name the origin of every WebSocket, so one without is not a browser's. */
  check(request: IncomingMessage, options: { requireOrigin: boolean }): Refusal | null;
  isToken(given: string): boolean;
  /** The Set-Cookie value that stands for the token from then on. */
  readonly cookie: string;
}

export function createAccess(port: number): Access {
  const token = randomBytes(32).toString('base64url');
  const session = randomBytes(32).toString('base64url');
  // Cookies know no port: without it in the name, two Walscopes would overwrite each other's.
  const cookieName = `walscope-${port}`;
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);

  function checkSource(request: IncomingMessage): Refusal | null {
    const host = request.headers.host;
    if (host === undefined || !hosts.has(host)) {
      return { status: 403, message: 'Walscope answers to 127.0.0.1 only.' };
    }
    const origin = request.headers.origin;
    if (origin !== undefined && origin !== `http://${host}`) {
      return { status: 403, message: 'Walscope answers to its own page only.' };
    }
    return null;
  }

  return {
    token,
    cookie: `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`,
    isToken: (given) => equalSecrets(given, token),
    checkSource,
    check(request, { requireOrigin }) {
      const refusal = checkSource(request);
      if (refusal) return refusal;
      if (requireOrigin && request.headers.origin === undefined) {
        return { status: 403, message: 'Walscope answers to its own page only.' };
      }
      const given = readCookie(request.headers.cookie ?? '', cookieName);
      if (given !== null && equalSecrets(given, session)) return null;
      return { status: 401, message: 'Open the address that Walscope printed when it started.' };
    },
  };
}

function readCookie(header: string, name: string): string | null {
  for (const part of header.split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value !== undefined) return value;
  }
  return null;
}

/** Compares digests, so that neither content nor length shows in the time it takes. */
function equalSecrets(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
