/** Where streamed strings are: the keys on the way from the top; `*` is any item of an array. */
export type PathPattern = readonly string[];

interface Container {
  isArray: boolean;
  /** The item being read, in an array. */
  index: number;
  /** The member being read, in an object that is `onPath`. */
  key: string;
  /** The way to this container is a beginning of the pattern. */
  onPath: boolean;
}

/** The open containers around the place being read, and whether the way there follows the pattern. */
export class Trail {
  readonly #pattern: PathPattern;
  readonly #containers: Container[] = [];

  constructor(pattern: PathPattern) {
    this.#pattern = pattern;
  }

  get depth(): number {
    return this.#containers.length;
  }

  get innermost(): Container | undefined {
    return this.#containers.at(-1);
  }

  open(isArray: boolean): void {
    this.#containers.push({ isArray, index: 0, key: '', onPath: this.#onPath() });
  }

  close(): Container | undefined {
    return this.#containers.pop();
  }

  /** Whether the value at hand is where the pattern ends. */
  matches(): boolean {
    return this.depth === this.#pattern.length && this.#onPath();
  }

  /** The way to the value at hand, like `data[3].data`, when it follows the pattern. */
  toString(): string {
    return this.#containers
      .map(({ isArray, index, key }, depth) => (isArray ? `[${index}]` : `${depth > 0 ? '.' : ''}${key}`))
      .join('');
  }

  /** Whether the way to the value at hand is a beginning of the pattern. */
  #onPath(): boolean {
    const container = this.innermost;
    if (container === undefined) return true;
    const wanted = this.#pattern[this.depth - 1];
    if (wanted === undefined || !container.onPath) return false;
    return wanted === '*' ? container.isArray : !container.isArray && container.key === wanted;
  }
}
