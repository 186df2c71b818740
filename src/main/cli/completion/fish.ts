import {
  type Expected,
  type GrammarCommand,
  type GrammarOption,
  grammar,
  optionsWithValue,
} from './grammar.ts';

export function fishCompletion(): string {
  return `# fish completion of walscope
function __walscope_words
    # The command's name, then its arguments without options; words behind the cursor do not count.
    set -l skip
    for word in (commandline -opc)[2..-1]
        if test -n "$skip"
            set skip
        else if contains -- $word ${optionsWithValue().join(' ')}
            set skip 1
        else if not string match -q -- '-*' $word
            echo $word
        end
    end
end

function __walscope_at
    set -l words (__walscope_words)
    test (count $words) -ge 1; or return 1
    test $words[1] = $argv[1]; or return 1
    set -l place (math (count $words) - 1)
    contains -- $place $argv[2..-1]; and return 0
    # A last place with a plus stands for all places from there on.
    string match -q -- '*+' $argv[-1]; and test $place -ge (string replace '+' '' -- $argv[-1])
end

function __walscope_keys
    set -l words (__walscope_words)
    walscope keys $words[2] --prefix (commandline -ct) --limit 100 2>/dev/null
end

complete -c walscope -f
${grammar.common.map((option) => `complete -c walscope ${optionText(option)}`).join('\n')}
${grammar.commands.map(commandText).join('\n')}
`;
}

function commandText({ name, description, places, repeats, options }: GrammarCommand): string {
  const lines = [
    `complete -c walscope -n 'test (count (__walscope_words)) -eq 0' -a ${name} -d ${quoted(description)}`,
    ...options.map(
      (option) => `complete -c walscope -n '__fish_seen_subcommand_from ${name}' ${optionText(option)}`,
    ),
    ...places.map((expected, place) => {
      const at = repeats && place === places.length - 1 ? `${place}+` : String(place);
      return `complete -c walscope -n '__walscope_at ${name} ${at}' ${answer(expected)}`;
    }),
  ];
  return lines.filter((line) => !line.endsWith(' ')).join('\n');
}

function optionText({ name, description, value }: GrammarOption): string {
  // -x: the value and nothing else; -r: a value, for which files will do.
  const takes = value === null ? '' : value === 'file' ? ' -r -F' : ` -x ${answer(value)}`.trimEnd();
  return `-l ${name.slice(2)}${takes} -d ${quoted(description)}`;
}

function answer(expected: Expected): string {
  if (expected === 'nothing') return '';
  if (expected === 'key') return "-a '(__walscope_keys)'";
  if (expected === 'directory') return "-a '(__fish_complete_directories)'";
  if (expected === 'file') return '-F';
  return `-a ${quoted(expected.join(' '))}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
