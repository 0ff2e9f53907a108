import { quoted, type Words } from './words.ts';

/** Writes a script that offers the words beginning with the typed text. If there are none, bash offers files. */
export function bash(program: Words): string {
  const name = `_${program.name}_completion`;
  const commands = program.commands.map((command) => command.name);
  return `# bash completion for ${program.name}
${name}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command='' word words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in ${commands.join('|')}) command="$word"; break ;; esac
  done
  COMPREPLY=()
  case "$command:$before" in
${[program, ...program.commands].map((command) => valueCase(command, command === program)).join('')}  esac
  case "$command" in
    '') [[ "$current" == -* ]] && words=${optionWords(program)} || words=${quoted(commands.join(' '))} ;;
${program.commands.map((command) => commandCase(command, program)).join('')}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F ${name} ${program.name}
`;
}

/** Offers no words after an option that takes a value. */
function valueCase({ name, options }: Words, isProgram: boolean): string {
  const flags = options.filter(({ takesValue }) => takesValue).flatMap((option) => option.flags);
  if (flags.length === 0) return '';
  return `    ${flags.map((flag) => `${isProgram ? '' : name}:${flag}`).join('|')}) return ;;\n`;
}

function commandCase(command: Words, program: Words): string {
  const choices = command.name === 'help' ? program.commands.map(({ name }) => name) : command.choices;
  const others = choices.length > 0 ? ` || words=${quoted(choices.join(' '))}` : '';
  return `    ${command.name}) [[ "$current" == -* ]] && words=${optionWords(command)}${others} ;;\n`;
}

const optionWords = ({ options }: Words): string => quoted(options.flatMap(({ flags }) => flags).join(' '));
