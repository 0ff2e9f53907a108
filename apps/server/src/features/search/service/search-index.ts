import { hash } from 'node:crypto';
import type { Db } from '../../../kernel/db/index.ts';

/** Fields of texts by their weight. Documents of revisions have all their texts in `older`. */
export const TEXT_FIELDS = ['name', 'label', 'text', 'code', 'history', 'older'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];
/** A text, or marks that filters ask for. */
export type Field = TextField | 'marks';

/** All that a search finds an object by. */
export interface SearchDocument extends Partial<Record<TextField, readonly string[]>> {
  objectId: string;
  /** The figure or asset, for a document of a revision. */
  parentId: string | null;
  /** Last change, microseconds. Newer documents come first. */
  at: number;
  marks: readonly string[];
}

/** A condition on documents. */
export type Where =
  | { all: readonly Where[] }
  | { any: readonly Where[] }
  | { all: readonly Where[]; but: Where }
  | { word: string; prefix: boolean; in: readonly Field[] }
  | { phrase: readonly string[]; prefix: boolean; in: readonly TextField[] };

export interface Asked {
  where: Where;
  /** Change of the documents: from this time on, and before that one. */
  from?: number;
  before?: number;
  limit: number;
}

export interface FoundDocument {
  objectId: string;
  parentId: string | null;
  at: number;
}

/** How far the index has come. */
export interface IndexState {
  /** The request to fill it that it follows; another one begins anew. */
  filledFor: string;
  /** Objects from this place in the order of insertion on are in it; null: none yet. */
  filledFrom: number | null;
}

/** The questions of a search. */
export interface ReadIndex {
  /** Finds documents, newest first. */
  find(asked: Asked): Promise<FoundDocument[]>;
  /** Among the newest documents found, the newest one of each figure or asset. */
  findParents(asked: Asked): Promise<FoundDocument[]>;
  /** Known words that have one of these keys (near-words.ts). */
  wordsNear(keys: readonly string[]): Promise<string[]>;
  readState(): Promise<IndexState>;
}

/**
 * The words of everything, on one engine. It knows no rights: whoever asks gives the marks of what a caller reaches, and
 * checks what is found. It can be computed again at any time.
 */
export interface SearchIndex extends ReadIndex {
  /** Runs one round of work on a database, unless another server is at it. */
  alone(db: Db, work: (on: Db) => Promise<void>): Promise<void>;
  /** Replaces documents, and removes those of objects that are gone. It is on the disk when `alone` returns. */
  write(on: Db, documents: readonly SearchDocument[], goneIds: readonly string[]): Promise<void>;
  writeState(on: Db, state: IndexState): Promise<void>;
  /** Removes everything. */
  clear(on: Db): Promise<void>;
  close(): void;
}

/** Version of the words and documents. An index of another version is filled anew. */
export const FORMAT = 3;

/** The mark of an object that contains the document's object, or is it. */
export const inObject = (id: string): string => `o${id.replaceAll('-', '')}`;
export const ofKind = (kind: string): string => `k${kind.replaceAll('_', '')}`;
/** Documents of revisions, and those of other objects. */
export const OLDER = 'older';
export const CURRENT = 'current';
export const HAS_TABLE = 'table';
export const shownAs = (kind: string): string => `s${kind}`;
export const byUser = (username: string): string => `u${short(username)}`;
export const tagged = (tagKey: string): string => `t${short(tagKey)}`;
export const withPackage = (name: string): string => `p${short(name.toLowerCase().replace(/[_.-]+/g, '-'))}`;

/** Marks are words of letters and digits on both engines. */
const short = (text: string): string => hash('sha256', text).slice(0, 20);
