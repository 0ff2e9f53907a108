import { createInterface } from 'node:readline';
import { EXIT, Failure } from '../failure.ts';

/** Time for a secret to arrive; a password manager may ask the user first. */
const LIMIT_MS = 60_000;

/** Reads the first line of standard input. Secrets come this way: every user of the machine can see arguments. */
export async function lineFromStandardInput(expected: string, option: string): Promise<string> {
  const { stdin } = process;
  const line = await firstLine(stdin);
  if (line !== undefined && line.trim() !== '') return line.trim();
  throw new Failure(
    EXIT.usage,
    `${option} reads ${expected} from standard input, which is empty.`,
    `Redirect a file to it, for example:  < key.txt`,
  );
}

function firstLine(stdin: NodeJS.ReadStream): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: stdin });
    const finish = (line: string | undefined): void => {
      // Resolves first, because closing emits the other event.
      resolve(line);
      clearTimeout(timer);
      lines.close();
      stdin.destroy();
    };
    const timer = setTimeout(() => finish(undefined), LIMIT_MS);
    lines.once('line', finish);
    lines.once('close', () => finish(undefined));
    stdin.once('error', reject);
  });
}
