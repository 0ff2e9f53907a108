import { type FileHandle, open, readFile } from 'node:fs/promises';

/**
 * A file of JSON lines that records the progress of a copy, so that it can continue later. A line is on disk before
 * `add` returns. A line that a crash cut short is ignored.
 */
export class Journal<Line> {
  readonly path: string;
  /** Lines of earlier runs. */
  readonly lines: readonly Line[];
  readonly #file: FileHandle;

  private constructor(path: string, lines: readonly Line[], file: FileHandle) {
    this.path = path;
    this.lines = lines;
    this.#file = file;
  }

  static async open<Line>(path: string): Promise<Journal<Line>> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const lines = whole.split('\n').filter((line) => line !== '');
    const file = await open(path, 'a', 0o600);
    // Otherwise the next line would be appended to the incomplete one.
    if (whole.length < text.length) await file.truncate(Buffer.byteLength(whole));
    return new Journal(
      path,
      lines.map((line) => JSON.parse(line) as Line), // written by this journal
      file,
    );
  }

  async add(line: Line): Promise<void> {
    await this.#file.appendFile(`${JSON.stringify(line)}\n`);
    await this.#file.datasync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
