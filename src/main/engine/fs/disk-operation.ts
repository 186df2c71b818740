/** A change of a disk that a process has asked for and a sync brings there. Nodes are objects or numbers. */
export type DiskOperation<File, Directory = File, Node = File | Directory> =
  | { kind: 'write'; file: File; position: number; data: Uint8Array }
  | { kind: 'truncate'; file: File; length: number }
  | { kind: 'link'; directory: Directory; name: string; node: Node }
  | { kind: 'unlink'; directory: Directory; name: string }
  | { kind: 'rename'; from: Directory; fromName: string; to: Directory; toName: string; node: Node };

/** Whether a sync of this file or directory brings the operation to the disk. */
export function concerns<File, Directory, Node>(
  operation: DiskOperation<File, Directory, Node>,
  node: File | Directory | Node,
): boolean {
  switch (operation.kind) {
    case 'write':
    case 'truncate':
      return operation.file === node;
    case 'link':
    case 'unlink':
      return operation.directory === node;
    case 'rename':
      // One transaction of the file system: either directory's sync commits it.
      return operation.from === node || operation.to === node;
  }
}
