import { type AdminHealth, admin } from '@gofigr/contract';
import { formatOptionalTime, formatTime } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { notAllowed } from '../../kernel/errors.ts';
import { type Route, route } from '../../kernel/http/index.ts';
import { countBlobs, countDamaged, findDamaged, type Scrub, usesOf } from '../scrub/index.ts';

/** Most damaged blobs listed, and most data listed for each. */
const MOST_DAMAGED = 100;
const MOST_DATA = 10;

/** Time that a count is reused, in milliseconds: counting reads every row of data. */
const COUNT_MS = 60_000;

/** Routes for the server's administrators. */
export function adminRoutes({ db, scrub }: { db: Db; scrub: Scrub }): Route[] {
  let counted: { at: number; blobs: Promise<AdminHealth['blobs']> } | undefined;

  function blobs(): Promise<AdminHealth['blobs']> {
    if (counted && performance.now() - counted.at < COUNT_MS) return counted.blobs;
    const counting = { at: performance.now(), blobs: countBlobs(db) };
    counted = counting;
    counting.blobs.catch(() => {
      counted = undefined;
    });
    return counting.blobs;
  }

  return [
    route(admin.health, async ({ principal }): Promise<AdminHealth> => {
      if (!principal.isStaff) throw notAllowed();
      const { bytesPerSecond, startedOn, doneBytes, totalBytes, lastCompletedOn } = scrub.status();
      return {
        scrub: {
          enabled: bytesPerSecond > 0,
          mb_s: bytesPerSecond / 1_000_000,
          pass_started_on: formatOptionalTime(startedOn),
          pass_done_bytes: doneBytes,
          pass_total_bytes: totalBytes,
          last_pass_completed_on: formatOptionalTime(lastCompletedOn),
          damaged_count: await countDamaged(db),
          damaged: await damaged(db),
        },
        blobs: await blobs(),
      };
    }),
  ];
}

async function damaged(db: Db): Promise<AdminHealth['scrub']['damaged']> {
  const rows = await findDamaged(db, MOST_DAMAGED);
  return Promise.all(
    rows.map(async ({ hash, size_bytes, problem, found_on }) => ({
      hash,
      size_bytes,
      problem,
      found_on: formatTime(found_on),
      data: (await usesOf(db, hash, MOST_DATA)).map(({ id, ...use }) => ({ api_id: id, ...use })),
    })),
  );
}
