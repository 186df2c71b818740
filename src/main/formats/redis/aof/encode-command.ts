/** A command as it stands in an append-only file, and as a client sends it. */
export function encodeCommand(args: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat([
    Buffer.from(`*${args.length}\r\n`),
    ...args.flatMap((arg) => [
      Buffer.from(`$${Buffer.byteLength(arg)}\r\n`),
      Buffer.from(arg),
      Buffer.from('\r\n'),
    ]),
  ]);
}
