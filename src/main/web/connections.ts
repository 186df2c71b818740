import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { callFrame, maxCallsInFlight, maxFrameOverheadBytes } from '../../shared/bridge.ts';
import type { Emit, Handlers } from '../../shared/contract/index.ts';
import { toPlainError, WalscopeError } from '../../shared/errors.ts';
import { maxCallBytes } from '../../shared/limits.ts';
import { decodeWire, encodeWire } from '../../shared/wire.ts';
import { answer } from '../host/answer.ts';

export const maxConnections = 16;
const heartbeatMs = 30_000;
/** A page that falls this far behind is cut off; it connects again and reads anew. */
const maxUnsentBytes = 64 * 1024 * 1024;
const maxFrameBytes = maxCallBytes + maxFrameOverheadBytes;

/** RFC 6455 close codes. */
const closeGoingAway = 1001;
const closeUnsupported = 1003;
const closeTryAgain = 1013;

/** The open WebSockets: calls come in, replies and events go out. */
export interface Connections {
  /** Takes over a request whose right to connect has been checked. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  emit: Emit;
  close(): void;
}

export function createConnections(handlers: () => Handlers): Connections {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
  });
  const silent = new WeakSet<WebSocket>();

  const heartbeat = setInterval(() => {
    for (const socket of server.clients) {
      if (silent.has(socket)) socket.terminate();
      else {
        silent.add(socket);
        socket.ping();
      }
    }
  }, heartbeatMs);
  heartbeat.unref();

  function send(socket: WebSocket, message: unknown): void {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > maxUnsentBytes) socket.close(closeTryAgain, 'too far behind');
    else socket.send(encodeWire(message));
  }

  function serve(socket: WebSocket): void {
    let inFlight = 0;
    socket.on('pong', () => silent.delete(socket));
    // A broken frame or a reset: ws closes the socket by itself, and the page connects again.
    socket.on('error', () => socket.terminate());
    socket.on('message', async (data: RawData, isBinary: boolean) => {
      const frame = isBinary ? parseCall(data) : null;
      if (frame === null) {
        socket.close(closeUnsupported, 'not a call');
        return;
      }
      if (inFlight >= maxCallsInFlight) {
        send(socket, { id: frame.id, error: toPlainError(tooManyCalls()) });
        return;
      }
      inFlight++;
      const reply = await answer(handlers(), frame.name, frame.params);
      inFlight--;
      send(socket, { id: frame.id, ...reply });
    });
  }

  return {
    upgrade(request, socket, head) {
      server.handleUpgrade(request, socket, head, (webSocket) => {
        if (server.clients.size > maxConnections) webSocket.close(closeTryAgain, 'too many windows');
        else serve(webSocket);
      });
    },
    emit(name, payload) {
      for (const socket of server.clients) send(socket, { event: name, payload });
    },
    close() {
      clearInterval(heartbeat);
      for (const socket of server.clients) socket.close(closeGoingAway, 'Walscope has ended');
      server.close();
    },
  };
}

function parseCall(data: RawData) {
  try {
    // Every message is one Buffer (binaryType is left alone), whose slices would be views of all of it.
    const { buffer, byteOffset, byteLength } = data as Buffer;
    return callFrame.parse(decodeWire(new Uint8Array(buffer, byteOffset, byteLength)));
  } catch {
    return null;
  }
}

function tooManyCalls(): WalscopeError {
  return new WalscopeError(
    'TOO_LARGE',
    `At most ${maxCallsInFlight} calls can be under way at once: wait for some of them.`,
    { details: { limit: maxCallsInFlight } },
  );
}
