import { WalscopeError } from '../../../shared/errors.ts';
import { CommandError, errors, wrongArguments } from '../../formats/redis/commands/errors.ts';
import { keyPositions } from '../../formats/redis/commands/key-positions.ts';
import { type ErrorReply, errorReply, queued, type Reply } from '../../formats/redis/commands/reply.ts';
import type { Binary } from '../../formats/redis/value.ts';
import { isWordOfHttp } from '../words-of-http.ts';
import type { ClientState, Queued } from './clients/client-state.ts';
import type { Command, HandlerResult } from './commands/command.ts';
import { toldMisses } from './commands/told-misses.ts';
import type { RespContext } from './context.ts';
import { maxUsableKeyBytes } from './keyspace/keyspace.ts';
import type { StoredDatabase } from './keyspace/stored-database.ts';
import { isBlocked } from './state/blocking.ts';
import { UsedMemory } from './state/used-memory.ts';

/** What runs at once although a transaction has begun. */
const notQueued = new Set(['exec', 'discard', 'multi', 'watch', 'quit', 'reset']);
/** What a client of RESP2 may ask for while it listens to channels. */
const allowedWhileListening = new Set([
  'ping',
  'subscribe',
  'ssubscribe',
  'sunsubscribe',
  'psubscribe',
  'unsubscribe',
  'punsubscribe',
  'quit',
  'reset',
]);
/** They meet keys whose deadline has passed one by one: that they are gone is no transaction. */
const walks = new Set(['keys', 'randomkey', 'scan']);
/** How much of an unknown command is told. Characters. */
const maxToldChars = 128;

export interface ExecutorHooks {
  /** A command has been run; for those who watch. */
  ran(client: ClientState, command: Command, args: readonly Binary[]): void;
}

/** Takes the requests of all clients, one at a time, from their words to their answers. */
export class Executor {
  readonly #context: RespContext;
  readonly #hooks: ExecutorHooks;
  readonly #usedMemory = new UsedMemory();

  constructor(context: RespContext, hooks: ExecutorHooks) {
    this.#context = context;
    this.#hooks = hooks;
  }

  /** Runs or queues one request. What it answers goes to the client's link, sooner or later. */
  execute(client: ClientState, args: readonly Binary[]): void {
    const command = this.#context.findCommand(args);
    const refusal = this.#refusal(client, command, args) ?? this.#memoryRefusal(client, command);
    if (refusal !== null && command?.name === 'exec') {
      this.#abort(client, command, args, refusal);
      return;
    }
    if (refusal !== null || command === null) {
      if (command === null && isWordOfHttp(args[0] ?? '')) {
        client.link.close('after-answers');
        return;
      }
      if (client.queue) client.isQueueBroken = true;
      const { stats } = this.#context;
      if (command !== null) stats.of(command).rejected++;
      stats.answeredWithError(refusal ?? 'ERR');
      client.link.send(errorReply(refusal ?? 'ERR'));
      return;
    }
    const { pause } = this.#context;
    if (pause.mode !== null && pause.holds(client, command)) {
      pause.hold(client, args);
      return;
    }
    if (client.queue && !notQueued.has(command.name)) {
      client.queue.push({ command, args });
      client.link.send(queued);
      return;
    }
    const { tracking } = this.#context;
    if (tracking.count !== 0) tracking.runs(client);
    const { record } = this.#context.keyspace;
    const from = record.end;
    const result = this.#run(client, command, args, true);
    if (!walks.has(command.name)) record.join(from);
    if (isBlocked(result)) {
      const served = (began: number) => this.#took(client, command, args, began);
      this.#context.blocking.block(client, result, served);
    } else if (result instanceof Promise) this.#await(client, command, args, result);
    else client.link.send(result);
    if (tracking.count !== 0) tracking.answered(client, command.fullName === 'client|caching');
    this.#context.blocking.serve();
  }

  /** The answers of a transaction. Nothing in it waits: what would is answered as if its time had run out. */
  runQueue(client: ClientState, queue: readonly Queued[]): Reply[] {
    return queue.map(({ command, args }) => {
      const result = this.#run(client, command, args, false);
      if (isBlocked(result)) return result.onTimeout;
      if (result instanceof Promise)
        throw new WalscopeError('INTERNAL', `${command.fullName} waits within a transaction.`);
      return result;
    });
  }

  #run(client: ClientState, command: Command, args: readonly Binary[], mayBlock: boolean): HandlerResult {
    const { keyspace, stats, config } = this.#context;
    stats.commands++;
    if (keyspace.events.told !== 0) keyspace.events.misses = toldMisses(command);
    client.lastCommand = command.fullName;
    const own = stats.of(command);
    const isMeasured = !command.isFast || config.notesFastCommands || own.isToBeTimed;
    const began = isMeasured ? performance.now() : 0;
    // Others may not be run anywhere else.
    keyspace.record.runs(client.db, command.isWrite || command.flags.has('may_replicate') ? args : null);
    let failure: ErrorReply | null = null;
    let isLater = false;
    try {
      const result = command.run({
        args,
        db: keyspace.databases[client.db] as StoredDatabase,
        client,
        server: this.#context,
        nowMs: keyspace.nowMs,
        told: keyspace.record,
        mayBlock,
      });
      isLater = isMeasured && (result instanceof Promise || (mayBlock && isBlocked(result)));
      return result;
    } catch (thrown) {
      failure = failureReply(thrown);
      return failure;
    } finally {
      // Those who watch see the end of a transaction behind what was in it.
      this.#hooks.ran(client, command, args);
      own.calls++;
      keyspace.record.ran(failure !== null);
      if (this.#context.tracking.count !== 0) this.#track(client, command, args);
      if (failure !== null) this.#failed(command, failure);
      if (isMeasured && !isLater) this.#took(client, command, args, began);
    }
  }

  /** Whoever keeps what it reads is to hear when it changes. */
  #track(client: ClientState, command: Command, args: readonly Binary[]): void {
    if (client.tracking === null || !command.flags.has('readonly')) return;
    const keys = keyPositions(command, args).map((at) => args[at] as Binary);
    this.#context.tracking.read(client, keys);
  }

  /** An error that the command is answered with. */
  #failed(command: Command, { text }: ErrorReply): void {
    const { stats } = this.#context;
    stats.of(command).failed++;
    stats.answeredWithError(text);
  }

  #await(client: ClientState, command: Command, args: readonly Binary[], result: Promise<Reply>): void {
    client.isBlocked = true;
    const began = performance.now();
    const done = (reply: Reply): void => {
      this.#took(client, command, args, began);
      client.isBlocked = false;
      client.link.send(reply);
      client.link.resume();
    };
    result.then(done, (error: unknown) => {
      const reply = failureReply(error);
      this.#failed(command, reply);
      done(reply);
    });
  }

  #took(client: ClientState, command: Command, args: readonly Binary[], began: number): void {
    const taken = (performance.now() - began) * 1000;
    const { config, slowLog, stats, latency } = this.#context;
    stats.of(command).took(taken, config.tracksLatency);
    if (config.latencyThresholdMs > 0 && taken >= config.latencyThresholdMs * 1000)
      latency.add(command.isFast ? 'fast-command' : 'command', nowSeconds(), Math.floor(taken / 1000));
    const microseconds = Math.round(taken);
    if (config.slowerThanMicroseconds < 0 || microseconds < config.slowerThanMicroseconds) return;
    if (command.flags.has('skip_slowlog')) return;
    const { address, name } = client;
    slowLog.add(
      { at: nowSeconds(), microseconds, args: [...args], address, clientName: name },
      config.number('slowlog-max-len'),
    );
  }

  /** Why the request is not even tried; null when it is. */
  #refusal(client: ClientState, command: Command | null, args: readonly Binary[]): string | null {
    if (command === null) return unknownCommand(this.#context, args);
    if (command.arity >= 0 ? args.length !== command.arity : args.length < -command.arity)
      return wrongArguments(command.fullName).message;
    if (!client.isAuthenticated && !command.isAllowedUnauthenticated)
      return 'NOAUTH Authentication required.';
    if (client.queue && command.flags.has('no_multi')) return 'ERR Command not allowed inside a transaction';
    if ((command.isWrite || endsWithWrites(client, command)) && this.#isReadOnly())
      return this.#readOnlyRefusal();
    if (command.isWrite && hasLongKey(command, args))
      return `ERR key is longer than ${maxUsableKeyBytes} bytes`;
    if (client.isInPubSubMode && !allowedWhileListening.has(command.name)) {
      return `ERR Can't execute '${command.fullName}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`;
    }
    return null;
  }

  /** With `maxmemory` nothing is evicted: what would take more is refused. A transaction is refused as a whole. */
  #memoryRefusal(client: ClientState, command: Command | null): string | null {
    const most = this.#context.config.maxMemoryBytes;
    if (most === 0 || command === null) return null;
    const isExec = command.name === 'exec' && client.queue !== null && !client.isQueueBroken;
    const takesMore = isExec
      ? client.queue?.some(({ command: { flags } }) => flags.has('denyoom'))
      : command.flags.has('denyoom');
    if (!takesMore || this.#usedMemory.bytes <= most) return null;
    return "OOM command not allowed when used memory > 'maxmemory'.";
  }

  /** EXEC is not even tried: whatever was queued is over with it, and those who watch see that it is. */
  #abort(client: ClientState, command: Command, args: readonly Binary[], refusal: string): void {
    const { stats, watches } = this.#context;
    client.queue = null;
    client.isQueueBroken = false;
    watches.unwatch(client);
    stats.of(command).rejected++;
    const reply = `EXECABORT Transaction discarded because of: ${refusal.replace(/^ERR /, '')}`;
    stats.answeredWithError(reply);
    client.link.send(errorReply(reply));
    this.#hooks.ran(client, command, args);
  }

  /** A full disk is tried now and then: its clients' writes are how a server learns that there is space again. */
  #isReadOnly(): boolean {
    const { store } = this.#context;
    return store.readOnly && !store.triesAgain;
  }

  #readOnlyRefusal(): string {
    const { store } = this.#context;
    const { failure } = store.durability();
    if (failure === null) return "READONLY You can't write against a read only replica.";
    return `MISCONF Errors writing to the AOF file: ${failure}`;
  }
}

/** Whether the command runs a transaction that changes something. */
function endsWithWrites({ queue, isQueueBroken }: ClientState, { name }: Command): boolean {
  return name === 'exec' && !isQueueBroken && (queue?.some(({ command }) => command.isWrite) ?? false);
}

/** One that the store would refuse, and with it what others have changed in the same turn. */
function hasLongKey(command: Command, args: readonly Binary[]): boolean {
  if (!args.some((arg) => arg.length > maxUsableKeyBytes)) return false;
  try {
    return keyPositions(command, args).some((at) => (args[at] as Binary).length > maxUsableKeyBytes);
  } catch (error) {
    // Where no keys can be told the command says what is wrong with it.
    if (error instanceof CommandError) return false;
    throw error;
  }
}

function unknownCommand({ commands }: RespContext, args: readonly Binary[]): string {
  const [name = '', sub] = args;
  const container = commands.get(name.toLowerCase());
  if (container && sub !== undefined)
    return `ERR unknown subcommand '${sub.slice(0, maxToldChars)}'. Try ${container.name.toUpperCase()} HELP.`;
  let told = '';
  for (const arg of args.slice(1)) {
    if (told.length >= maxToldChars) break;
    told += `'${arg.slice(0, maxToldChars - told.length)}' `;
  }
  return `ERR unknown command '${name.slice(0, maxToldChars)}', with args beginning with: ${told}`;
}

function failureReply(error: unknown): ErrorReply {
  if (error instanceof CommandError) return errorReply(error.message);
  if (error instanceof WalscopeError) return errorReply(`ERR ${error.message}`);
  if (isTooLongForText(error)) return errorReply(errors.tooLong);
  throw error;
}

/** A text of JavaScript is a few bytes shorter than what Redis allows; the longer one was never made. */
function isTooLongForText(error: unknown): boolean {
  if (error instanceof RangeError) return error.message === 'Invalid string length';
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ERR_STRING_TOO_LONG';
}

const nowSeconds = (): number => Math.floor(Date.now() / 1000);
