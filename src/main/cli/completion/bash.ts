import { type Expected, type GrammarOption, grammar, optionsWithValue } from './grammar.ts';

/** Words are taken from the line itself: bash would break them at each colon, which keys are full of. */
const words = `
  local line=\${COMP_LINE:0:COMP_POINT} cur= word skip= command= directory= place=0
  local -a words
  read -ra words <<< "$line"
  if [[ $line != *[[:space:]] && \${#words[@]} -gt 0 ]]; then
    cur=\${words[-1]}
    unset 'words[-1]'
  fi
  local previous=\${words[-1]}`;

/** A reply must leave out what stands before the last colon of the word: bash completes only what follows it. */
const replies = `
_walscope_reply() {
  local before= reply
  [[ $COMP_WORDBREAKS == *:* && $2 == *:* ]] && before=\${2%"\${2##*:}"}
  while IFS= read -r reply; do
    [[ -n $reply ]] && COMPREPLY+=("\${reply#"$before"}")
  done <<< "$1"
}

_walscope_paths() {
  local path
  compopt -o filenames
  while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen "$1" -- "$2")
}

_walscope_keys() {
  local directory=\${1/#\\~/$HOME} keys key quoted
  keys=$(walscope keys "$directory" --prefix "$2" --limit 100 2>/dev/null) || return
  while IFS= read -r key; do
    printf -v quoted %q "$key"
    _walscope_reply "$quoted" "$2"
  done <<< "$keys"
}`;

export function bashCompletion(): string {
  const commands = grammar.commands.map(({ name }) => name).join(' ');
  const common = names(grammar.common);
  return `# bash completion of walscope
${replies.trim()}

_walscope() {${words}
  for word in "\${words[@]:1}"; do
    if [[ -n $skip ]]; then skip=; continue; fi
    case $word in
      ${optionsWithValue().join('|')}) skip=1 ;;
      -*) ;;
      *)
        if [[ -z $command ]]; then command=$word
        else ((place++ == 0)) && directory=$word
        fi ;;
    esac
  done
  COMPREPLY=()
  case $previous in
${valueCases()}
  esac
  if [[ $cur == -* ]]; then
    case $command in
${optionCases(common)}
      *) _walscope_reply "$(compgen -W '${common}' -- "$cur")" "$cur" ;;
    esac
    return
  fi
  case $command:$place in
    :0) _walscope_reply "$(compgen -W '${commands}' -- "$cur")" "$cur" ;;
${placeCases()}
  esac
}
complete -F _walscope walscope
`;
}

function names(options: readonly GrammarOption[]): string {
  return options.map(({ name }) => name).join(' ');
}

function valueCases(): string {
  const options = [...grammar.common, ...grammar.commands.flatMap((command) => command.options)];
  const seen = new Map<string, Expected>();
  for (const { name, value } of options) if (value !== null) seen.set(name, value);
  return [...seen].map(([name, value]) => `    ${name}) ${answer(value)} return ;;`).join('\n');
}

function optionCases(common: string): string {
  return grammar.commands
    .map(({ name, options }) => {
      const all = `${names(options)} ${common}`.trim();
      return `      ${name}) _walscope_reply "$(compgen -W '${all}' -- "$cur")" "$cur" ;;`;
    })
    .join('\n');
}

function placeCases(): string {
  return grammar.commands
    .flatMap(({ name, places, repeats }) =>
      places.map((expected, place) => {
        const isLast = place === places.length - 1;
        return `    ${name}:${repeats && isLast ? '*' : place}) ${answer(expected)} ;;`;
      }),
    )
    .join('\n');
}

/** The statement that answers for what is expected. */
function answer(expected: Expected): string {
  if (expected === 'nothing') return '';
  if (expected === 'key') return '_walscope_keys "$directory" "$cur";';
  if (expected === 'directory') return '_walscope_paths -d "$cur";';
  if (expected === 'file') return '_walscope_paths -f "$cur";';
  return `_walscope_reply "$(compgen -W '${expected.join(' ')}' -- "$cur")" "$cur";`;
}
