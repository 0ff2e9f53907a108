import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '../engine.ts';
import { firstTables } from './0001-first-tables.ts';
import { metadataProxies } from './0002-metadata-proxies.ts';
import { peopleAndAssets } from './0003-people-and-assets.ts';
import { derivedAndPictures } from './0004-derived-and-pictures.ts';
import { acceptanceAndPlaces } from './0005-acceptance-and-places.ts';
import { nameKeys } from './0006-name-keys.ts';
import { damagedBlobs } from './0007-damaged-blobs.ts';
import { stores } from './0010-stores.ts';
import { keyRights } from './0011-key-rights.ts';
import { deviceCodes } from './0012-device-codes.ts';
import { leaks } from './0013-leaks.ts';
import { publishing } from './0014-publishing.ts';
import { whoShared } from './0015-who-shared.ts';
import { namedAs } from './0016-named-as.ts';
import { links } from './0017-links.ts';
import { accessRequests } from './0018-access-requests.ts';
import { deletedUsernames } from './0019-deleted-usernames.ts';
import { administration } from './0020-administration.ts';
import { comparisons } from './0022-comparisons.ts';
import { trash } from './0023-trash.ts';
import { tagsAndStars } from './0024-tags-and-stars.ts';
import { figureLists } from './0025-figure-lists.ts';
import { listedFigures } from './0026-listed-figures.ts';
import { activityOfPeople } from './0027-activity-of-people.ts';
import { searchQueue } from './0030-search-queue.ts';
import { likenesses } from './0035-likenesses.ts';
import { savedSearches } from './0040-saved-searches.ts';
import { storesOfWorkspaces } from './0050-stores-of-workspaces.ts';
import { uploads } from './0051-uploads.ts';
import { attempts } from './0052-attempts.ts';
import { pictureTexts } from './0055-picture-texts.ts';
import { damageInBuckets } from './0056-damage-in-buckets.ts';
import { uploadTotals } from './0057-upload-totals.ts';

/** A migration's step, with the engine that it runs on. */
export type Step = (db: Kysely<unknown>, engine: Engine) => Promise<void>;

const steps: Record<string, Step> = {
  '0001-first-tables': firstTables,
  '0002-metadata-proxies': metadataProxies,
  '0003-people-and-assets': peopleAndAssets,
  '0004-derived-and-pictures': derivedAndPictures,
  '0005-acceptance-and-places': acceptanceAndPlaces,
  '0006-name-keys': nameKeys,
  '0007-damaged-blobs': damagedBlobs,
  '0010-stores': stores,
  '0011-key-rights': keyRights,
  '0012-device-codes': deviceCodes,
  '0013-leaks': leaks,
  '0014-publishing': publishing,
  '0015-who-shared': whoShared,
  '0016-named-as': namedAs,
  '0017-links': links,
  '0018-access-requests': accessRequests,
  '0019-deleted-usernames': deletedUsernames,
  '0020-administration': administration,
  '0022-comparisons': comparisons,
  '0023-trash': trash,
  '0024-tags-and-stars': tagsAndStars,
  '0025-figure-lists': figureLists,
  '0026-listed-figures': listedFigures,
  '0027-activity-of-people': activityOfPeople,
  '0030-search-queue': searchQueue,
  '0035-likenesses': likenesses,
  '0040-saved-searches': savedSearches,
  '0050-stores-of-workspaces': storesOfWorkspaces,
  '0051-uploads': uploads,
  '0052-attempts': attempts,
  '0055-picture-texts': pictureTexts,
  '0056-damage-in-buckets': damageInBuckets,
  '0057-upload-totals': uploadTotals,
};

/** All migrations in order of name, bound to an engine. */
export function migrationsFor(engine: Engine): Record<string, Migration> {
  return Object.fromEntries(
    Object.entries(steps).map(([name, step]) => [name, { up: (db: Kysely<unknown>) => step(db, engine) }]),
  );
}
