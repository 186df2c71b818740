import { type Expected, type GrammarCommand, type GrammarOption, grammar } from './grammar.ts';

export function zshCompletion(): string {
  return `#compdef walscope

_walscope_keys() {
  local directory=\${(Q)~line[1]}
  local -a keys
  keys=("\${(@f)$(walscope keys "$directory" --prefix "\${(Q)PREFIX}" --limit 100 2>/dev/null)}")
  compadd -a keys
}

_walscope() {
  local context state line
  local -a commands
  commands=(
${grammar.commands.map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`).join('\n')}
  )
  _arguments -C ${grammar.common.map(optionSpec).join(' ')} '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $line[1] in
${grammar.commands.map(commandCase).join('\n')}
      esac ;;
  esac
}

_walscope "$@"
`;
}

function commandCase({ name, places, repeats, options }: GrammarCommand): string {
  const specs = [
    ...options.map(optionSpec),
    ...grammar.common.map(optionSpec),
    ...places.map((expected, place) => {
      const position = repeats && place === places.length - 1 ? '*' : String(place + 1);
      return quoted(`${position}:${title(expected)}:${action(expected)}`);
    }),
  ];
  return `        ${name}) _arguments ${specs.join(' ')} ;;`;
}

function optionSpec({ name, description, value }: GrammarOption): string {
  const explained = `${name}[${description.replace(/[[\]:]/g, '\\$&')}]`;
  return quoted(value === null ? explained : `${explained}:${title(value)}:${action(value)}`);
}

function title(expected: Expected): string {
  if (expected === 'nothing') return 'value';
  return typeof expected === 'string' ? expected : 'one of';
}

function action(expected: Expected): string {
  if (expected === 'nothing') return ' ';
  if (expected === 'key') return '_walscope_keys';
  if (expected === 'directory') return '_files -/';
  if (expected === 'file') return '_files';
  return `(${expected.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
