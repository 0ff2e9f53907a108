import { Argument, type Command } from 'commander';
import { newCommand } from './program.ts';

const howTo = (name: string): string => `Prints a script that makes your shell complete ${name} with the TAB key.

  bash   add to ~/.bashrc:
           source <(${name} completion bash)
  zsh    add to ~/.zshrc, after compinit:
           source <(${name} completion zsh)
  fish   ${name} completion fish > ~/.config/fish/completions/${name}.fish`;

export function addCompletion(program: Command): void {
  newCommand(program, {
    usage: 'completion',
    summary: 'print a script for TAB completion in bash, zsh or fish',
    description: howTo(program.name()),
  })
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { completionScript } = await import('../completion/completion.ts');
      process.stdout.write(completionScript(program, shell));
    });
}
