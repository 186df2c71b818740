import { Command, CommanderError, Option } from 'commander';
import { asWalscopeError } from '../service/walscope-error.ts';
import type { CommonOptions, ExitCode } from './command.ts';
import { type CommandLine, commandLines, type OptionLine } from './command-table.ts';
import { commonOptionLines } from './common-options.ts';
import { examplesText } from './examples.ts';
import { type Io, OutputClosed } from './io.ts';
import { oneLine } from './output.ts';

/** Runs one command line (without the program's own name) and returns its exit code. Never throws. */
export async function runCli(argv: readonly string[], io: Io, version: string): Promise<ExitCode> {
  let exit: ExitCode = 0;
  const program = programOf(io, version, (code) => {
    exit = code;
  });
  // As one asks many programs: `help`, and `help COMMAND`.
  const asked = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
  try {
    await program.parseAsync(asked, { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof OutputClosed) return exit;
    if (error instanceof CommanderError) return ended(error, io);
    io.tell(`walscope: ${oneLine(asWalscopeError(error).message)}`);
    return 2;
  }
}

/** Help and version end well; what commander does not understand it has told already, but for a missing command. */
function ended(error: CommanderError, io: Io): ExitCode {
  if (error.exitCode === 0) return 0;
  if (error.code === 'commander.help') io.tell('walscope: name a command: walscope --help lists them.');
  return 2;
}

const [versionLine, ...commonLines] = commonOptionLines;

function programOf(io: Io, version: string, exit: (code: ExitCode) => void): Command {
  const program = new Command('walscope')
    .description('Opens data directories: look, edit, verify, convert, recover.')
    .version(version, versionLine!.flags, versionLine!.description)
    .helpOption('-h, --help', 'print what can be said')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void io.write(text).catch(() => undefined),
      // Only the help that commander shows where a command is missing: `ended` says it in one line.
      writeErr: () => undefined,
      outputError: (text) => io.tell(`walscope: ${oneLine(text.replace(/^error: /, ''))}`),
    })
    .exitOverride();
  for (const option of commonLines) program.addOption(optionOf(option));
  for (const line of commandLines) addCommand(program, line, io, exit);
  return program;
}

function addCommand(program: Command, line: CommandLine, io: Io, exit: (code: ExitCode) => void): void {
  const command = program
    .command(line.usage)
    .description(line.description)
    .helpOption('-h, --help', 'print this');
  for (const option of line.options ?? []) command.addOption(optionOf(option));
  command.addHelpText('after', `\n${examplesText(line)}`);
  command.action(async (...parameters: unknown[]) => {
    // Commander hands on the positional arguments, then the options, then the command.
    const positional = parameters.slice(0, -2);
    const { run } = await line.load();
    const invocation = { io, common: commonOf(program), options: command.opts() };
    exit(await run(invocation as never, ...(positional as never[])));
  });
}

function optionOf({ flags, description, parse, choices, required }: OptionLine): Option {
  const option = new Option(flags, description);
  if (choices) option.choices(choices);
  if (parse) option.argParser(parse);
  if (required) option.makeOptionMandatory();
  return option;
}

function commonOf(program: Command): CommonOptions {
  const { json, base64, db, readOnly } = program.opts<Partial<CommonOptions>>();
  return { json: json ?? false, base64: base64 ?? false, db: db ?? null, readOnly: readOnly ?? false };
}
