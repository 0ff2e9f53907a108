import type { CopyOptions, CopyProgress } from './records.ts';

/** Counts what a copy has done, and tells whoever wants to know. */
export class Progress {
  readonly #options: CopyOptions;
  readonly #state: CopyProgress = { objects: 0, bytes: 0, totalBytes: 0, current: '' };

  constructor(options: CopyOptions) {
    this.#options = options;
  }

  get objects(): number {
    return this.#state.objects;
  }

  get bytes(): number {
    return this.#state.bytes;
  }

  begin(current: string, totalBytes?: number): void {
    this.#options.signal?.throwIfAborted();
    this.#state.current = current;
    if (totalBytes !== undefined) this.#state.totalBytes = totalBytes;
    this.#tell();
  }

  done(bytes: number): void {
    this.#state.objects += 1;
    this.#state.bytes += bytes;
    this.#tell();
  }

  #tell(): void {
    this.#options.onProgress?.({ ...this.#state });
  }
}
