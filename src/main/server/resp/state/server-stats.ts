import { randomBytes } from 'node:crypto';

/** What INFO counts. */
export class ServerStats {
  readonly runId = randomBytes(20).toString('hex');
  readonly startedAtMs = Date.now();
  connections = 0;
  rejectedConnections = 0;
  commands = 0;
  failedCommands = 0;
  bytesRead = 0;
  bytesWritten = 0;
  hits = 0;
  misses = 0;
  /** Seconds since 1970. */
  lastSaveAt = Math.floor(Date.now() / 1000);
  lastSaveFailed = false;
  isSaving = false;
  changesAtLastSave = 0;

  reset(): void {
    this.connections = 0;
    this.rejectedConnections = 0;
    this.commands = 0;
    this.failedCommands = 0;
    this.bytesRead = 0;
    this.bytesWritten = 0;
    this.hits = 0;
    this.misses = 0;
  }
}
