import { Socket, type SocketConstructorOpts } from 'node:net';

const bufferBytes = 64 * 1024;
/** Of all sockets: what is read is looked at before anything else can be read. */
const shared = Buffer.allocUnsafe(bufferBytes);

/** The socket as Node holds it: what it reads and writes by. */
interface WithHandle {
  _handle: object | null;
}

/**
 * A socket that has been accepted and not yet been read from, so that its bytes come in one buffer for all sockets. By
 * itself Node allocates 64 KiB for each read, which at many small requests costs more than all else that is done for
 * them. Clients can be told so when they connect; for accepted sockets there is no option, but the way into a new
 * `Socket` is the same. `onBytes` gets bytes that are good until it returns.
 */
export function withSharedReads(accepted: Socket, onBytes: (bytes: Buffer) => void): Socket {
  const { _handle: handle } = accepted as unknown as WithHandle;
  if (!handle) {
    accepted.on('data', onBytes);
    return accepted;
  }
  (accepted as unknown as WithHandle)._handle = null;
  const options = {
    handle,
    allowHalfOpen: true,
    onread: {
      buffer: shared,
      callback: (length: number) => {
        onBytes(shared.subarray(0, length));
        return true;
      },
    },
  };
  return new Socket(options as SocketConstructorOpts);
}
