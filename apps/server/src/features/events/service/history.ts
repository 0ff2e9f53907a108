import { randomBytes } from 'node:crypto';
import type { Change } from '../../../kernel/db/index.ts';

/** Changes that a client which was away can still get; longer ago, it reads everything again. */
const MOST = 2000;

/** The last changes, numbered. Its IDs are those of one process: another one can't continue after them. */
export interface History {
  add(changes: readonly Change[]): void;
  /** ID of the last change. */
  readonly last: string;
  /** Changes after that of an ID; null if some may be missing. */
  after(id: string): readonly Change[] | null;
  /** Forgets all, because changes may be missing. */
  forget(): void;
}

export function createHistory(): History {
  const process = randomBytes(6).toString('base64url');
  let count = 0;
  let kept: Change[] = [];
  return {
    add(changes) {
      count += changes.length;
      kept.push(...changes);
      if (kept.length > MOST) kept = kept.slice(-MOST);
    },
    get last() {
      return `${process}.${count}`;
    },
    after(id) {
      const [of, number] = id.split('.');
      const missing = count - Number(number);
      if (of !== process || !(missing >= 0 && missing <= kept.length)) return null;
      return missing === 0 ? [] : kept.slice(-missing);
    },
    forget() {
      // The number goes on, so that no ID before it is within reach.
      count += 1;
      kept = [];
    },
  };
}
