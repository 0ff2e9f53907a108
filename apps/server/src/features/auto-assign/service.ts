import { NAME_LENGTH } from '@gofigr/contract';
import { BadBlob, type Stores } from '../../kernel/blobs/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { objects } from '../../kernel/objects/index.ts';
import type { Turn } from '../../kernel/pictures/index.ts';
import { nameInPublish } from '../named-object/index.ts';
import { type ChooseFigure, type DataRow, dataOf, figureRevisions } from '../revision/index.ts';
import type { Thumbnails } from '../thumbnail/index.ts';
import { type CodeReader, createCodeReader } from './service/code.ts';
import { ALIKE, type Looks, likeness } from './service/likeness.ts';
import { titleOfMetadata } from './service/titles.ts';
import { newestIn } from './store.ts';

/** Figure for revisions without a title and without a similar revision. Published clients use this name. */
const ANONYMOUS = 'Anonymous Figure';

/** Most revisions that a new one is compared with. */
const MOST_CANDIDATES = 50;

/** Time limit for comparing pictures, in milliseconds: a publish must not wait for a slow drawing. */
const COMPARE_MS = 10_000;

export interface ChooseDeps {
  db: Db;
  blobs: Stores;
  thumbnails: Pick<Thumbnails, 'fingerprint'>;
}

/** Turn of the analysis in the drawing queue, and the signal after which no more pictures are requested. */
interface Comparing {
  turn: Turn;
  late: AbortSignal;
}

/**
 * Chooses the figure of an analysis for a new revision (docs/auto-assign.md): the figure with its title, which is
 * created if missing. Without a title, the figure with the most similar newest revision, or else "Anonymous Figure".
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

  /** The figure with the most similar revision; the newest if several are equal. */
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
      // The figure may have been moved or deleted since.
      return figure?.parent_id === analysisId ? figure.id : byName(analysisId, ANONYMOUS)(trx, stamp);
    };
  };
}

/** Ignores lost bytes of an older revision: the new one must not be refused for them. */
function unlessBad(error: unknown): null {
  if (error instanceof BadBlob) return null;
  throw error;
}

/** Turns a title into a valid figure name. */
const nameOf = (title: string): string =>
  [...title.toWellFormed().replaceAll('\0', ' ')].slice(0, NAME_LENGTH).join('');

/** The figure with this name, created if missing. */
function byName(analysisId: string, name: string): ChooseFigure {
  const figure = { kind: 'figure', analysisOf: figureRevisions.analysisOf } as const;
  return (trx, stamp) => nameInPublish(trx, figure, analysisId, name, stamp);
}
