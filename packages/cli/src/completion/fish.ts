import type { Words } from './words.ts';

/** Writes a line for each command and option. fish completes files by itself. */
export function fish(program: Words): string {
  const atStart = '-n __fish_use_subcommand';
  const lines = [`# fish completion for ${program.name}`, ...optionLines(program, atStart)];
  for (const command of program.commands) {
    const inside = `-n ${quoted(`__fish_seen_subcommand_from ${command.name}`)}`;
    lines.push(line(program.name, `${atStart} -f -a ${command.name} -d ${quoted(command.summary)}`));
    lines.push(...optionLines({ ...command, name: program.name }, inside));
    const choices = command.name === 'help' ? program.commands.map(({ name }) => name) : command.choices;
    if (choices.length > 0) lines.push(line(program.name, `${inside} -f -a ${quoted(choices.join(' '))}`));
  }
  return `${lines.join('\n')}\n`;
}

const line = (program: string, rest: string): string => `complete -c ${program} ${rest}`;

function optionLines({ name, options }: Words, condition: string): string[] {
  return options.map(({ flags, takesValue, summary }) => {
    const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
    return line(name, `${condition} ${names.join(' ')}${takesValue ? ' -r' : ''} -d ${quoted(summary)}`);
  });
}

/** Quotes a text for fish. */
const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
