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
};

/** All migrations in order of name, bound to an engine. */
export function migrationsFor(engine: Engine): Record<string, Migration> {
  return Object.fromEntries(
    Object.entries(steps).map(([name, step]) => [name, { up: (db: Kysely<unknown>) => step(db, engine) }]),
  );
}
