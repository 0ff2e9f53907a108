import type { ByteSource } from '@gofigr/client';
import { counted } from '../../common/counted.ts';
import { bytesText, Progress } from '../../terminal/progress.ts';

/** Shows how many bytes of all files have been sent. */
export class Meter {
  readonly #progress = new Progress(process.stderr);
  #total = 0;
  #done = 0;

  /** Counts the bytes of a file as they are sent. */
  watch<T extends { data: unknown }>(content: T): T {
    const source = content.data as ByteSource; // the client reads files as sources
    this.#total += source.size;
    const data = counted(source, (bytes) => {
      this.#done += bytes;
      this.#progress.show(`${bytesText(this.#done)} of ${bytesText(this.#total)}`, this.#done, this.#total);
    });
    return { ...content, data };
  }

  end(): void {
    this.#progress.end();
  }
}
