import { connect } from 'node:net';
import { encodeRequest, RawClient } from './raw-client.ts';

export interface Attached {
  /** The connection behind the snapshot. */
  replica: RawClient;
  /** Of which history. */
  id: string;
  offset: number;
  snapshot: Buffer;
}

/** Attaches as a replica, by hand. */
export async function attach(port: number): Promise<Attached> {
  const socket = connect(port, '127.0.0.1');
  socket.write(encodeRequest(['PSYNC', '?', '-1']));
  let text = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += (chunk as Buffer).toString('latin1');
    const head = /^\+FULLRESYNC (\w{40}) (\d+)\r\n\n*\$(\d+)\r\n/.exec(text);
    const end = (head?.[0].length ?? 0) + Number(head?.[3]);
    if (!head || text.length < end) continue;
    socket.unshift(Buffer.from(text.slice(end), 'latin1'));
    return {
      replica: new RawClient(socket),
      id: head[1] as string,
      offset: Number(head[2]),
      snapshot: Buffer.from(text.slice(head[0].length, end), 'latin1'),
    };
  }
  throw new Error(`There is no snapshot: ${text}`);
}

/** A command of the stream in one line. */
export function wordsOf(command: string): string {
  const words: string[] = [];
  let at = command.indexOf('\r\n') + 2;
  while (at < command.length) {
    const lineEnd = command.indexOf('\r\n', at);
    const end = lineEnd + 2 + Number(command.slice(at + 1, lineEnd));
    words.push(command.slice(lineEnd + 2, end));
    at = end + 2;
  }
  return words.join(' ');
}
