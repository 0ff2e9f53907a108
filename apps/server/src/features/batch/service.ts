import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  analysis,
  asset,
  assetRevision,
  type BatchResult,
  type batch,
  figure,
  type Kind,
  revision,
  sharing,
  tag,
  trash,
} from '@gofigr/contract';
import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { type ApiError, invalid, notFound } from '../../kernel/errors.ts';
import { readExpiry } from '../../kernel/expiry.ts';
import type { Call, Perform } from '../../kernel/http/index.ts';
import { objects } from '../../kernel/objects/index.ts';
import { cleanTags } from '../tag/index.ts';
import { type Found, found } from './store.ts';

export interface BatchDeps {
  db: Db;
  clock: Clock;
}

type Wish = Call<typeof batch.change>['body'];

interface By {
  principal: SignedIn;
  perform: Perform;
}

/** Changes one object like its own operation. Returns that operation's status, or throws its error. */
type Change = (id: string, object: Found | undefined) => Promise<number>;

type Step = (id: string) => Promise<number>;

export function createBatchService({ db, clock }: BatchDeps) {
  /** Chooses the operation of each object by its kind. */
  const byKind =
    (steps: Partial<Record<Kind, Step>>): Change =>
    async (id, object) => {
      if (!object) throw notFound('No object');
      const step = steps[object.kind];
      if (!step) throw invalid('objects', `can not be done with a ${object.kind.replace('_', ' ')}`);
      return step(id);
    };

  function moving({ principal, perform }: By, sent: string): Change {
    const to = sent.toLowerCase();
    const move = byKind({
      analysis: (id) => perform(analysis.patch, { params: { id }, body: { workspace: to } }),
      figure: (id) => perform(figure.patch, { params: { id }, body: { analysis: to } }),
      asset: (id) => perform(asset.patch, { params: { id }, body: { workspace: to } }),
    });
    return async (id, object) => {
      // A batch that is sent again writes no activity again.
      const isThere = object?.parent_id === to && (await objects.can(db, principal, 'update', object));
      return isThere ? 200 : move(id, object);
    };
  }

  const deleting = ({ perform }: By): Change =>
    byKind({
      analysis: (id) => perform(analysis.delete, { params: { id }, body: undefined }),
      figure: (id) => perform(figure.delete, { params: { id }, body: undefined }),
      revision: (id) => perform(revision.delete, { params: { id }, body: undefined }),
      asset: (id) => perform(asset.delete, { params: { id }, body: undefined }),
      asset_revision: (id) => perform(assetRevision.delete, { params: { id }, body: undefined }),
    });

  function sharingAs({ perform }: By, { link, user }: Wish): Change {
    // One of them, so that an object is never changed by half.
    if ((link === undefined) === (user === undefined)) throw invalid('share', 'takes either `link` or `user`');
    if (typeof link?.expiry === 'string') readExpiry(link.expiry, clock.now());
    return byKind(
      Object.fromEntries(
        Object.entries(sharing).map(([kind, { setLink, setUser }]): [string, Step] => [
          kind,
          (id) =>
            link
              ? perform(setLink, { params: { id }, body: link })
              : // One of both is there.
                perform(setUser, { params: { id }, body: user as NonNullable<typeof user> }),
        ]),
      ),
    );
  }

  function tagging({ perform }: By, { tags: body }: Wish): Change {
    if (!body) throw invalid('tags', 'is required');
    for (const field of ['add', 'remove'] as const) cleanTags(body[field] ?? [], field);
    return byKind({ figure: (id) => perform(tag.change, { params: { id }, body }) });
  }

  return {
    /** Returns the change that a request asks for. Throws `invalid_request` if a part of it is missing. */
    changeFor(wish: Wish, by: By): Change {
      if (wish.action === 'delete') return deleting(by);
      if (wish.action === 'share') return sharingAs(by, wish);
      if (wish.action === 'tag') return tagging(by, wish);
      if (wish.action === 'restore') return (id) => by.perform(trash.restore, { params: { id }, body: undefined });
      if (wish.to === undefined) throw invalid('to', 'is required');
      return moving(by, wish.to);
    },

    /** Changes the objects one after the other, each in a transaction of its own. */
    async changeAll(
      ids: readonly string[],
      change: Change,
      noteError: (error: Error) => ApiError,
    ): Promise<BatchResult[]> {
      const known = await found(
        db,
        ids.map((id) => id.toLowerCase()),
      );
      const results: BatchResult[] = [];
      for (const api_id of ids) {
        const id = api_id.toLowerCase();
        try {
          results.push({ api_id, status: await change(id, known.get(id)) });
        } catch (error) {
          const { status, code, message: detail } = noteError(error as Error); // only errors are thrown
          results.push({ api_id, status, error: { code, detail } });
        }
        // Other requests run in between; SQLite alone would not let them.
        await nextTurn();
      }
      return results;
    },
  };
}
