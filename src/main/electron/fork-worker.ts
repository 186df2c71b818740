import { EventEmitter } from 'node:events';
import { utilityProcess } from 'electron';
import type { ForkWorker, WorkerProcess } from '../crash/process-kill.ts';
import { workerEntry } from '../workers/entry.ts';

/**
 * A worker in a utility process. Node's fork() would run our own executable as Node, which a packaged app does not
 * allow (fuse runAsNode).
 */
export const forkInUtilityProcess: ForkWorker = (entry) => {
  const child = utilityProcess.fork(workerEntry('utility-process'), [entry], { stdio: 'ignore' });
  const events = new EventEmitter();
  child.on('message', (message) => events.emit('message', message));
  child.on('exit', (code) => events.emit('close', code));
  const worker: Pick<WorkerProcess, 'send' | 'kill' | 'pid'> = {
    get pid() {
      return child.pid;
    },
    send: (message) => child.postMessage(message),
    // child.kill() asks politely, and a plug that is pulled does not ask.
    kill: (signal) => (child.pid === undefined ? child.kill() : process.kill(child.pid, signal)),
  };
  return Object.defineProperties(events, Object.getOwnPropertyDescriptors(worker)) as WorkerProcess;
};
