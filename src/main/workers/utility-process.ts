import { pathToFileURL } from 'node:url';

/**
 * Makes a utility process of Electron look like a child of Node's fork(), for the worker whose file is the
 * argument: a worker knows nothing of Electron.
 */

type Taken = (error: Error | null) => void;

const { parentPort } = process;

process.send = (message: unknown, ...rest: unknown[]): boolean => {
  parentPort.postMessage(message);
  const taken = rest.find((argument): argument is Taken => typeof argument === 'function');
  // Later, as a pipe would say it: a worker that waits for it lets its other events in.
  if (taken) setImmediate(taken, null);
  return true;
};

await import(pathToFileURL(process.argv[2] as string).href);
// Only now, when the worker listens: what came before has waited.
parentPort.on('message', ({ data }) => process.emit('message', data, undefined));
