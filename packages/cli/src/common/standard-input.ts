import { createInterface } from 'node:readline';
import { EXIT, Failure } from '../failure.ts';

/** Whoever pipes a secret in does so at once, or after asking a password manager. */
const LIMIT_MS = 60_000;

/** The first line of standard input. Secrets come in this way because arguments are seen by everyone on the machine. */
export async function lineFromStandardInput(what: string, option: string): Promise<string> {
  const { stdin } = process;
  const line = await firstLine(stdin);
  if (line !== undefined && line.trim() !== '') return line.trim();
  throw new Failure(
    EXIT.usage,
    `${option} reads ${what} from standard input, and there is none.`,
    `Pipe it in, such as with  < key.txt`,
  );
}

function firstLine(stdin: NodeJS.ReadStream): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: stdin });
    const finish = (line: string | undefined): void => {
      // First: closing emits the other event.
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
