import { Stopped } from '../../lua/lua-machine.ts';
import { ScriptMachine, shaOf } from '../../lua/script-machine.ts';
import type { Binary } from '../../value.ts';
import { Unknowable } from '../command.ts';
import type { CommandInFile } from '../command-in-file.ts';
import type { Keyspace } from '../keyspace.ts';
import { ReplayedCommands } from './script-commands.ts';

/**
 * What one script may take. Its commands count as time only, of which a slow machine must not be short: what is read
 * of a log would depend on it.
 */
const limits = { instructions: 20_000_000, ms: 30_000, bytes: 64 * 1024 * 1024 };
/** What all scripts of a log may take; those that follow are named. */
const maxInstructions = 10_000_000_000;
const maxStopped = 10;
/** Of a command that runs a script, with all its arguments: Lua has to hold them. */
const maxCommandBytes = limits.bytes / 2;

/** It runs a script, and needs Lua for it. */
export const runsScript = (name: string): boolean => name === 'EVAL' || name === 'EVALSHA';

export const isScriptCommand = (name: string): boolean => runsScript(name) || name === 'SCRIPT';

export interface ScriptOutcome {
  /** Why the command cannot be replayed; then it has changed nothing. */
  reason: string | null;
  unknownDeadlines: number;
}

/** A script that cannot be known has changed structures in place: the log has to be read again, `onCopies`. */
export class ScriptHalfDone extends Error {}

const done: ScriptOutcome = { reason: null, unknownDeadlines: 0 };

/** EVAL, EVALSHA and SCRIPT of a log, as Redis up to version 6 wrote them there and runs them while it loads. */
export class ScriptReplay {
  readonly #keys: Keyspace;
  readonly #onCopies: boolean;
  /** By the SHA-1 of their texts, in lower case. Each stands in the log: they take no more than it does. */
  readonly #texts = new Map<string, Binary>();
  #machine: ScriptMachine | null = null;
  /** Why there is no Lua. */
  #missing: string | null = null;
  #stopped = 0;
  #instructions = 0;

  /** `onCopies`: a script that cannot be known leaves no trace, which costs a copy of each structure that one changes. */
  constructor(keys: Keyspace, onCopies: boolean) {
    this.#keys = keys;
    this.#onCopies = onCopies;
  }

  get isReady(): boolean {
    return (this.#machine !== null && !this.#machine.isBroken) || this.#refusal() !== null;
  }

  /** Never rejects: without Lua scripts are named. */
  async prepare(): Promise<void> {
    try {
      this.#machine = await ScriptMachine.start(limits);
    } catch (error) {
      this.#missing = `it takes Lua, which cannot be loaded: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  /** All that the script changes, or nothing. Throws ScriptHalfDone where it is neither. */
  apply(name: string, command: CommandInFile, hasUnknownDeadlines: boolean): ScriptOutcome {
    if (name === 'SCRIPT') {
      this.#manage(command);
      return done;
    }
    const count = command.lengthOf(2) > 10 ? Number.NaN : Number(command.binary(2));
    // Redis answers such a command with an error, and has run nothing.
    if (!(Number.isInteger(count) && count >= 0 && count <= command.count - 3)) return done;
    try {
      return this.#run(name, command, count, hasUnknownDeadlines);
    } catch (error) {
      if (!(error instanceof Stopped || error instanceof Unknowable)) throw error;
      return { reason: `${name} cannot be replayed: ${error.message}`, unknownDeadlines: 0 };
    }
  }

  #run(name: string, command: CommandInFile, count: number, hasUnknownDeadlines: boolean): ScriptOutcome {
    if (command.length > maxCommandBytes)
      throw new Unknowable(`it brings more than ${maxCommandBytes} bytes`);
    const given = command.binary(1);
    const sha = name === 'EVAL' ? shaOf(given) : given.toLowerCase();
    const text = name === 'EVAL' ? given : this.#texts.get(sha);
    if (text === undefined) throw new Unknowable('its script does not stand in the log before it');
    this.#texts.set(sha, text);
    const refusal = this.#refusal();
    if (refusal !== null || this.#machine === null) throw new Unknowable(refusal ?? 'it takes Lua');
    const words = command.args(3).map((arg) => arg.toString('latin1'));
    const commands = new ReplayedCommands(this.#keys, { hasUnknownDeadlines, onCopies: this.#onCopies });
    const { keys } = commands;
    try {
      this.#machine.run({ text, sha, keys: words.slice(0, count), args: words.slice(count) }, commands);
      if (commands.unknowable !== null) throw new Unknowable(commands.unknowable);
    } catch (error) {
      throw keys.mustCommit ? new ScriptHalfDone(String(error)) : error;
    } finally {
      if (this.#machine.isBroken) this.#stopped++;
      this.#instructions += this.#machine.instructions;
    }
    keys.commit();
    return { reason: null, unknownDeadlines: keys.unknownDeadlines };
  }

  #manage(command: CommandInFile): void {
    const action = command.lengthOf(1) > 16 ? '' : command.binary(1).toUpperCase();
    if (action === 'FLUSH') this.#texts.clear();
    else if (action === 'LOAD' && command.count === 3) {
      const text = command.binary(2);
      this.#texts.set(shaOf(text), text);
    }
  }

  /** Why no script is run any more; null as long as they are. */
  #refusal(): string | null {
    if (this.#missing !== null) return this.#missing;
    if (this.#stopped >= maxStopped)
      return `it comes after ${maxStopped} scripts that could not be run to their end`;
    if (this.#instructions >= maxInstructions)
      return `it comes after scripts that took ${maxInstructions} instructions`;
    return null;
  }
}
