import { NAME_LENGTH } from '@gofigr/contract';
import { BadBlob, type Stores } from '../../kernel/blobs/index.ts';
import { BeginAnew, type Db } from '../../kernel/db/index.ts';
import { objects } from '../../kernel/objects/index.ts';
import type { Turn } from '../../kernel/pictures/index.ts';
import { findOrAdd } from '../named-object/index.ts';
import { type ChooseFigure, type DataRow, dataOf, figureRevisions } from '../revision/index.ts';
import type { Thumbnails } from '../thumbnail/index.ts';
import { type CodeReader, createCodeReader } from './service/code.ts';
import { ALIKE, type Looks, likeness } from './service/likeness.ts';
import { titleOfMetadata } from './service/titles.ts';
import { newestIn } from './store.ts';

/** Where a figure goes that says nothing of itself; what published clients call it. */
const ANONYMOUS = 'Anonymous Figure';

/** Revisions that a new one is compared with. */
const MOST_CANDIDATES = 50;

/** How long pictures are compared: a publish must not wait for a drawing that takes long. */
const COMPARE_MS = 10_000;

export interface ChooseDeps {
  db: Db;
  blobs: Stores;
  thumbnails: Pick<Thumbnails, 'fingerprint'>;
}

/** The turn of an analysis among those who want pictures drawn, and when it is too late for more. */
interface Comparing {
  turn: Turn;
  late: AbortSignal;
}

/**
 * The figure of an analysis that a new revision belongs to: the one of its title, which is made when there is none; else
 * the one whose newest revisions it is most like; else "Anonymous Figure" (docs/auto-assign.md).
 */
export function createChooser({ db, blobs, thumbnails }: ChooseDeps) {
  async function looksOf(
    data: readonly DataRow[],
    readCode: CodeReader,
    { turn, late }: Comparing,
  ): Promise<Looks | null> {
    const picture = await thumbnails.fingerprint(data, turn, late);
    return picture === null ? null : { picture, words: (await readCode(data)).words };
  }

  /** The figure with the revision that is most like the new one; of equals the newest. */
  async function mostAlike(
    analysisId: string,
    looks: Looks,
    readCode: CodeReader,
    comparing: Comparing,
  ): Promise<string | null> {
    const candidates = await newestIn(db, analysisId, MOST_CANDIDATES);
    const ids = candidates.map(({ id }) => id);
    const data = Map.groupBy(await dataOf(db, ids), ({ owner_id }) => owner_id);
    let best: { figure: string; score: number } | null = null;
    for (const { id, figure } of candidates) {
      const theirs = await looksOf(data.get(id) ?? [], readCode, comparing).catch(unlessBad);
      const score = theirs ? likeness(looks, theirs) : 0;
      if (score >= ALIKE && score > (best?.score ?? 0)) best = { figure, score };
    }
    return best?.figure ?? null;
  }

  return async function choose(analysisId: string, metadata: unknown, data: readonly DataRow[]): Promise<ChooseFigure> {
    const readCode = createCodeReader(blobs);
    const title = titleOfMetadata(metadata) ?? (await readCode(data)).title;
    if (title !== null) return byName(analysisId, nameOf(title));
    const turn = { author: analysisId, caller: analysisId };
    const comparing = { turn, late: AbortSignal.timeout(COMPARE_MS) };
    const looks = await looksOf(data, readCode, comparing);
    const alike = looks && (await mostAlike(analysisId, looks, readCode, comparing));
    return async (trx, stamp) => {
      const figure = alike === null ? undefined : await objects.find(trx, alike);
      // It may have been moved or deleted since.
      return figure?.parent_id === analysisId ? figure.id : byName(analysisId, ANONYMOUS)(trx, stamp);
    };
  };
}

/** An older revision whose bytes are lost is compared with nothing; the new one must not be refused for it. */
function unlessBad(error: unknown): null {
  if (error instanceof BadBlob) return null;
  throw error;
}

/** A title as a figure's name: of the length and the characters that names may have. */
const nameOf = (title: string): string =>
  [...title.toWellFormed().replaceAll('\0', ' ')].slice(0, NAME_LENGTH).join('');

/** The figure of this name, made if there is none. */
function byName(analysisId: string, name: string): ChooseFigure {
  return async (trx, stamp) => {
    const known = await objects.named(trx, analysisId, 'figure', name);
    if (known !== undefined) return known;
    const figure = { kind: 'figure' as const, analysisOf: figureRevisions.analysisOf };
    const { id, isNew } = await findOrAdd(trx, figure, analysisId, { name }, stamp);
    // Whoever publishes into a figure locks it before its analysis, and this one holds the analysis now: it lets go of
    // that to do the same.
    if (!isNew) throw new BeginAnew();
    return id;
  };
}
