import type { CopyOptions } from '@gofigr/client/copy';
import { Interrupted } from '../failure.ts';
import { printable } from '../terminal/printable.ts';
import { bytesText, Progress } from '../terminal/progress.ts';
import { interruptible } from './interruption.ts';
import { note } from './output.ts';

/** Runs a copy and shows its progress on the terminal. After an interruption, tells the user how to continue. */
export async function copying<T>(work: (options: CopyOptions & { signal: AbortSignal }) => Promise<T>): Promise<T> {
  const progress = new Progress(process.stderr);
  try {
    return await interruptible((signal) =>
      work({
        signal,
        onProgress: ({ objects, bytes, totalBytes, current }) =>
          progress.show(
            `${bytesText(bytes)} of ${bytesText(totalBytes)}, ${objects} objects  ${printable(current)}`,
            bytes,
            totalBytes,
          ),
      }),
    );
  } catch (error) {
    progress.end();
    if (error instanceof Interrupted) note('Run the same command again to continue.');
    throw error;
  } finally {
    progress.end();
  }
}

/** Prints what a copy could not keep unchanged. */
export function noteWarnings(warnings: readonly string[]): void {
  for (const warning of warnings) note(`Note: ${printable(warning)}`);
}
