import type { Journal } from './journal.ts';

/** An unfinished import that can't be continued, such as one into another server. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

/** A line of an import's journal. */
export type ImportLine =
  | { source: string; target: string; workspace: string | null }
  /** Written before an object is created; `besides` are the IDs of objects that already have its name. */
  | { begun: string; besides: readonly string[] }
  /** Another object on the target has the revision's ID, so the revision gets this one. */
  | { renamed: string; id: string }
  | { done: string; id: string; bytes: number; warnings: readonly string[] };

/** Progress of an import, in this run and earlier ones, by the IDs of the source. */
export class ImportState {
  readonly ids = new Map<string, string>();
  readonly warnings: string[] = [];
  readonly #journal: Journal<ImportLine>;
  readonly #bytes = new Map<string, number>();
  readonly #namesakesBefore = new Map<string, readonly string[]>();
  readonly #renamed = new Map<string, string>();

  constructor(journal: Journal<ImportLine>) {
    this.#journal = journal;
    for (const line of journal.lines) this.#take(line);
  }

  get path(): string {
    return this.#journal.path;
  }

  /** Throws `ImportError` if the journal is that of another import. */
  async check(head: Extract<ImportLine, { source: string }>): Promise<void> {
    const [first] = this.#journal.lines;
    if (first === undefined) await this.#journal.add(head);
    else if (JSON.stringify(first) !== JSON.stringify(head))
      throw new ImportError(`${this.path} belongs to another import. Remove it to start again.`);
  }

  async note(line: ImportLine): Promise<void> {
    await this.#journal.add(line);
    this.#take(line);
  }

  #take(line: ImportLine): void {
    if ('begun' in line) this.#namesakesBefore.set(line.begun, line.besides);
    else if ('renamed' in line) this.#renamed.set(line.renamed, line.id);
    else if ('done' in line) {
      this.ids.set(line.done, line.id);
      this.#bytes.set(line.done, line.bytes);
      this.warnings.push(...line.warnings);
    }
  }

  isDone = (id: string): boolean => this.ids.has(id);
  bytesOf = (id: string): number => this.#bytes.get(id) ?? 0;

  /** Returns an object's ID on the target. */
  idOf(id: string): string {
    const found = this.ids.get(id);
    if (found === undefined) throw new ImportError(`The source refers to ${id}, which it has not listed yet.`);
    return found;
  }

  /** Returns the ID that a revision gets on the target. */
  chosenId = (id: string): string => this.#renamed.get(id) ?? id;
  isRenamed = (id: string): boolean => this.#renamed.has(id);

  /** Returns the objects that had the name before an earlier run began to create it; `undefined` if no run began. */
  namesakesBefore = (id: string): readonly string[] | undefined => this.#namesakesBefore.get(id);
}
