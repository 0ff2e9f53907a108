import type { FoundPicture, SimilarFigure } from '@gofigr/contract';
import { createAtOnce, type Principal, type SignedIn } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError, invalid } from '../../kernel/errors.ts';
import { objects, type StoredObject, wire } from '../../kernel/objects/index.ts';
import { type Pictures, PicturesBusy } from '../../kernel/pictures/index.ts';
import type { Thumbnails } from '../thumbnail/index.ts';
import { createSearchChild, type SearchChild } from './service/child.ts';
import type { Sighting } from './service/messages.ts';
import { pagesOf } from './service/pages-of.ts';
import { createQueue } from './service/queue.ts';
import {
  descriptionsOf,
  findablePictures,
  findableWith,
  newestNear,
  newestPictures,
  pictureOf,
  pictureWith,
  revisionNamed,
} from './store.ts';
import { toFound, toSimilar } from './wire.ts';

/** Searches that run or wait, in total and of one user. Further ones are refused. */
const MOST_WAITING = 20;
const MOST_OF_ONE = 3;
const MOST_RESULTS = 20;
/** Requests of one caller for similar figures that run or wait, the time that they wait, and most figures of an answer. */
const MOST_SIMILAR_OF_ONE = 10;
const SIMILAR_MS = 15_000;
const MOST_SIMILAR = 12;
/** Time after which a refused caller may try again, in milliseconds. */
const WAIT_MS = 5000;
/** Address that published clients print into watermarks without a server of their own. */
const PUBLISHED_HOST = 'gofigr.io';

interface Deps {
  db: Db;
  pictures: Pick<Pictures, 'thumbnail'>;
  thumbnails: Pick<Thumbnails, 'compared' | 'toCompare'>;
  publicUrl: URL;
  /** Gets failures of the child process. */
  report(error: unknown): void;
}

/** The rights of a caller, and who waits. */
interface Caller {
  principal: Principal;
  /** The user, or the network of a caller who has not signed in. */
  person: string;
}

export interface PictureSearch {
  /**
   * Finds revisions that a file shows: by likeness among those that searches may name to the caller, by a code among those
   * that the caller may view. The file is not kept. Rejects with the reason of `gone` when the caller leaves.
   */
  find(file: Buffer, caller: SignedIn, gone: AbortSignal): Promise<FoundPicture[]>;
  /** Figures whose newest pictures resemble the one of a figure, among those that the caller may know. */
  similar(figure: StoredObject, caller: Caller, gone: AbortSignal): Promise<SimilarFigure[]>;
  /** Reads all descriptions again, because they have changed. */
  refresh(): void;
  close(): void;
}

/** Nobody leaves. */
const STAYING = new AbortController().signal;

export function createPictureSearch({ db, pictures, thumbnails, publicUrl, report }: Deps): PictureSearch {
  const child: SearchChild = createSearchChild({
    thumbnail: thumbnailOf,
    async descriptions(hashes) {
      const rows = await descriptionsOf(db, hashes);
      return rows.map(({ hash, descriptor }) => ({ hash, descriptor: Buffer.from(descriptor, 'base64') }));
    },
  });
  const queue = createQueue();
  const searches = createAtOnce(MOST_OF_ONE, `${MOST_OF_ONE} pictures of yours are being searched.`, WAIT_MS);
  const comparisons = createAtOnce(MOST_SIMILAR_OF_ONE, 'Too many figures are being compared for you.', WAIT_MS);
  let waiting = 0;

  const busyAfter = (error: unknown): never => {
    report(error);
    throw busy();
  };

  /** The stored thumbnail. It is drawn again if the cache has lost it; null if that fails or too many wait. */
  async function thumbnailOf(hash: string): Promise<Uint8Array | null> {
    const kept = await thumbnails.compared(hash);
    if (kept) return kept;
    const row = await pictureWith(db, hash);
    if (!row) return null;
    const drawn = await thumbnails.toCompare(row, { author: row.owner_id, caller: 'the server' }).catch(unlessBusy);
    return drawn?.file === undefined || drawn.file === null ? null : thumbnails.compared(hash);
  }

  async function find(file: Buffer, caller: SignedIn, gone: AbortSignal): Promise<FoundPicture[]> {
    const pages = await pagesOf(file, { pictures, userId: caller.userId, gone }).catch((error: unknown) => {
      throw error instanceof PicturesBusy ? busy() : error;
    });
    const sighting = await queue.run(caller.userId, gone, async () =>
      child.search(pages, await findablePictures(db, caller), gone).catch(busyAfter),
    );
    gone.throwIfAborted();
    return resultsOf(sighting, caller);
  }

  async function similar(figure: StoredObject, { principal, person }: Caller, gone: AbortSignal) {
    const own = await pictureOf(db, figure.id);
    if (own === undefined) return [];
    const analysisId = wire.parentId(figure);
    const isKnown = await objects.can(db, principal, 'view', { kind: 'analysis', id: analysisId });
    const among = { not: figure.id, analysisId: isKnown ? analysisId : null };
    const nearest = await queue.run(person, gone, async () =>
      child.nearest(own, await newestPictures(db, principal, among)).catch(busyAfter),
    );
    const scores = new Map(nearest.map(({ hash, score }) => [hash, score]));
    // Rights are asked again: they may have changed meanwhile.
    const rows = await newestNear(db, principal, among, [...scores.keys()]);
    const found = rows.map((row) => toSimilar(row, scores.get(row.hash) ?? 0));
    found.sort((one, other) => other.score - one.score || (one.created_on < other.created_on ? 1 : -1));
    const isFirst = (one: SimilarFigure, at: number) => found.findIndex(({ figure: id }) => id === one.figure) === at;
    return found.filter(isFirst).slice(0, MOST_SIMILAR);
  }

  /** Rights are asked again: they may have changed meanwhile. */
  async function resultsOf({ codes, likenesses }: Sighting, caller: SignedIn): Promise<FoundPicture[]> {
    const found: FoundPicture[] = [];
    for (const { page, text } of codes) {
      const name = nameIn(text, publicUrl);
      const row = name === undefined ? undefined : await revisionNamed(db, caller, name);
      if (row) found.push(toFound(row, { certainty: 'exact', by: 'code', score: null, page }));
    }
    const rows = await findableWith(db, caller, [...new Set(likenesses.map(({ hash }) => hash))]);
    const byHash = Map.groupBy(rows, ({ hash }) => hash);
    for (const { hash, page, score, isExact } of likenesses) {
      const alike = byHash.get(hash) ?? [];
      // Several revisions may have the same picture.
      const certainty = isExact && alike.length === 1 ? 'exact' : 'likely';
      for (const row of alike) found.push(toFound(row, { certainty, by: 'likeness', score, page }));
    }
    const isFirst = ({ revision }: FoundPicture, index: number) =>
      found.findIndex((other) => other.revision === revision) === index;
    return found.filter(isFirst).slice(0, MOST_RESULTS);
  }

  return {
    async find(file, caller, gone) {
      if (file.length === 0) throw invalid('body', 'must be a file');
      const end = searches.begin(caller.userId);
      waiting += 1;
      try {
        if (waiting > MOST_WAITING) throw busy();
        return await find(file, caller, gone);
      } finally {
        waiting -= 1;
        end();
      }
    },
    async similar(figure, caller, gone) {
      const end = comparisons.begin(caller.person);
      const late = AbortSignal.timeout(SIMILAR_MS);
      try {
        return await similar(figure, caller, AbortSignal.any([gone, late]));
      } catch (error) {
        throw error === late.reason ? busy() : error;
      } finally {
        end();
      }
    },
    // The next child knows none of the old ones.
    refresh: () => void queue.run('the server', STAYING, async () => child.close()),
    close: () => child.close(),
  };
}

/** The ID in a link of this server, or of the published service, to a revision. */
function nameIn(text: string, publicUrl: URL): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { host, pathname } = new URL(text);
  if (host !== publicUrl.host && host !== PUBLISHED_HOST && !host.endsWith(`.${PUBLISHED_HOST}`)) return undefined;
  return /^\/(?:r|revision)\/([\w-]{1,64})\/?$/.exec(pathname)?.[1];
}

function unlessBusy(error: unknown): null {
  if (error instanceof PicturesBusy) return null;
  throw error;
}

function busy(): ApiError {
  const headers = { 'retry-after': '5' };
  return new ApiError('unavailable', 'Too many pictures are being searched. Try again in a moment.', { headers });
}
