import type { Journal } from './journal.ts';

/** The beginning of a copy that can't be gone on with, such as one into another server. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

/** A line of an import's journal. */
export type ImportLine =
  | { source: string; target: string; workspace: string | null }
  /** About to be made; children of this name that were there before are not it. */
  | { begun: string; besides: readonly string[] }
  /** A revision's ID is taken on the target: it gets this one. */
  | { renamed: string; id: string }
  | { done: string; id: string; bytes: number; warnings: readonly string[] };

/** What an import has done, in this run and earlier ones, by the IDs of the source. */
export class ImportState {
  readonly ids = new Map<string, string>();
  readonly warnings: string[] = [];
  readonly #journal: Journal<ImportLine>;
  readonly #bytes = new Map<string, number>();
  readonly #besides = new Map<string, readonly string[]>();
  readonly #renamed = new Map<string, string>();

  constructor(journal: Journal<ImportLine>) {
    this.#journal = journal;
    for (const line of journal.lines) this.#take(line);
  }

  get path(): string {
    return this.#journal.path;
  }

  /** Throws `ImportError` when the journal tells of something else. */
  async check(head: Extract<ImportLine, { source: string }>): Promise<void> {
    const [first] = this.#journal.lines;
    if (first === undefined) await this.#journal.add(head);
    else if (JSON.stringify(first) !== JSON.stringify(head))
      throw new ImportError(`${this.path} belongs to another import: remove it to begin anew.`);
  }

  async note(line: ImportLine): Promise<void> {
    await this.#journal.add(line);
    this.#take(line);
  }

  #take(line: ImportLine): void {
    if ('begun' in line) this.#besides.set(line.begun, line.besides);
    else if ('renamed' in line) this.#renamed.set(line.renamed, line.id);
    else if ('done' in line) {
      this.ids.set(line.done, line.id);
      this.#bytes.set(line.done, line.bytes);
      this.warnings.push(...line.warnings);
    }
  }

  isDone = (id: string): boolean => this.ids.has(id);
  bytesOf = (id: string): number => this.#bytes.get(id) ?? 0;

  /** What an object is on the target. */
  idOf(id: string): string {
    const found = this.ids.get(id);
    if (found === undefined) throw new ImportError(`The source refers to ${id} before it tells of it.`);
    return found;
  }

  /** The ID that a revision is to have on the target. */
  chosenId = (id: string): string => this.#renamed.get(id) ?? id;
  isRenamed = (id: string): boolean => this.#renamed.has(id);

  /** What was there of the same name when an earlier run was about to make an object; `undefined` when none was. */
  besides = (id: string): readonly string[] | undefined => this.#besides.get(id);
}
