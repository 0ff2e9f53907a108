/** Path of streamed strings: the keys from the top; `*` is any item of an array. */
export type PathPattern = readonly string[];

interface Container {
  isArray: boolean;
  /** The current item of an array. */
  index: number;
  /** The current member of an object that is `onPath`. */
  key: string;
  /** The path to this container is a prefix of the pattern. */
  onPath: boolean;
}

/** The open containers around the current position, and whether the path to it follows the pattern. */
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

  /** Tells whether the current value is at the end of the pattern. */
  matches(): boolean {
    return this.depth === this.#pattern.length && this.#onPath();
  }

  /** The path to the current value, like `data[3].data`, if it follows the pattern. */
  toString(): string {
    return this.#containers
      .map(({ isArray, index, key }, depth) => (isArray ? `[${index}]` : `${depth > 0 ? '.' : ''}${key}`))
      .join('');
  }

  /** Tells whether the path to the current value is a prefix of the pattern. */
  #onPath(): boolean {
    const container = this.innermost;
    if (container === undefined) return true;
    const wanted = this.#pattern[this.depth - 1];
    if (wanted === undefined || !container.onPath) return false;
    return wanted === '*' ? container.isArray : !container.isArray && container.key === wanted;
  }
}
