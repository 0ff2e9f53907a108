import { quoted, type Words } from './words.ts';

/** Writes a script that offers options with their help, commands and files. */
export function zsh(program: Words): string {
  const name = `_${program.name}`;
  return `#compdef ${program.name}
# zsh completion for ${program.name}
${name}() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C${lines([...optionSpecs(program), "'1: :->command'", "'*:: :->arguments'"], 4)}
  case "$state" in
    command)
      local -a commands=(
${program.commands.map(({ name: word, summary }) => `        ${quoted(`${word}:${summary}`)}`).join('\n')}
      )
      _describe command commands ;;
    arguments)
      case "$line[1]" in
${program.commands.map((command) => commandCase(command, program)).join('\n')}
      esac ;;
  esac
}
# Works when sourced and when loaded from a folder of functions.
if [ "$funcstack[1]" = "${name}" ]; then ${name} "$@"; else compdef ${name} ${program.name}; fi
`;
}

function commandCase(command: Words, program: Words): string {
  const choices = command.name === 'help' ? program.commands.map(({ name }) => name) : command.choices;
  const rest = choices.length > 0 ? quoted(`1: :(${choices.join(' ')})`) : "'*: :_files'";
  return `        ${command.name})
          _arguments${lines([...optionSpecs(command), rest], 12)} ;;`;
}

/** `'*'{-f,--figure}'[what it does]:value:_files'` */
function optionSpecs({ options }: Words): string[] {
  return options.map(({ flags, takesValue, summary }) => {
    const help = `[${summary.replaceAll(/[[\]:\\]/g, String.raw`\$&`)}]${takesValue ? ':value:_files' : ''}`;
    const [only, other] = flags;
    return other === undefined ? quoted(`*${only}${help}`) : `'*'{${flags.join(',')}}${quoted(help)}`;
  });
}

const lines = (specs: string[], indent: number): string =>
  specs.map((spec) => ` \\\n${' '.repeat(indent)}${spec}`).join('');
