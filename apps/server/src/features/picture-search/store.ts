import type { Principal } from '../../kernel/auth/index.ts';
import { type Db, forIds } from '../../kernel/db/index.ts';
import { isThere, objects } from '../../kernel/objects/index.ts';

export const hasDescription = async (db: Db, hash: string): Promise<boolean> =>
  (await db.selectFrom('likenesses').select('hash').where('hash', '=', hash).executeTakeFirst()) !== undefined;

/** Keeps a description instead of an older one. An empty one says that the bytes have no picture. */
export async function keepDescription(db: Db, hash: string, descriptor: string): Promise<void> {
  await db
    .insertInto('likenesses')
    .values({ hash, descriptor })
    .onConflict((conflict) => conflict.column('hash').doUpdateSet({ descriptor }))
    .execute();
}

export async function deleteDescription(db: Db, hash: string): Promise<void> {
  await db.deleteFrom('likenesses').where('hash', '=', hash).execute();
}

export const descriptionsOf = (db: Db, hashes: readonly string[]) =>
  forIds(hashes, (some) => db.selectFrom('likenesses').selectAll().where('hash', 'in', some).execute());

/** Revisions of figures with the pictures among their data that are described. */
const described = (db: Db) =>
  db
    .selectFrom('objects as o')
    .innerJoin('data as d', 'd.owner_id', 'o.id')
    .innerJoin('likenesses as l', 'l.hash', 'd.hash')
    .where('o.kind', '=', 'revision')
    .where('l.descriptor', '!=', '')
    .where(isThere('o'));

/** Described revisions that searches may name to the caller. */
const findable = (db: Db, principal: Principal) => described(db).where(objects.isFindable(db, principal));

/** Hashes of all described pictures that searches may name to the caller. */
export const findablePictures = async (db: Db, principal: Principal): Promise<string[]> =>
  (await findable(db, principal).select('d.hash').distinct().execute()).map(({ hash }) => hash);

/** The described picture of a figure, of the newest revision that has one. */
export const pictureOf = async (db: Db, figureId: string): Promise<string | undefined> =>
  (
    await described(db)
      .select('d.hash')
      .where('o.parent_id', '=', figureId)
      .orderBy('o.seq', 'desc')
      .orderBy('d.position')
      .limit(1)
      .executeTakeFirst()
  )?.hash;

/** Figures beside one: those that searches may name to the caller, and those in an analysis that the caller may view. */
interface Among {
  not: string;
  analysisId: string | null;
}

/** The newest revisions of these figures, if they are described. */
const newest = (db: Db, principal: Principal, { not, analysisId }: Among) =>
  described(db)
    .innerJoin('objects as f', 'f.id', 'o.parent_id')
    .where('f.id', '!=', not)
    .where(({ or, eb }) =>
      or([objects.isFindable(db, principal), ...(analysisId === null ? [] : [eb('f.parent_id', '=', analysisId)])]),
    )
    .where(({ not: no, exists, selectFrom }) =>
      no(
        exists(
          selectFrom('objects as n')
            .select('n.id')
            .whereRef('n.parent_id', '=', 'o.parent_id')
            .whereRef('n.seq', '>', 'o.seq')
            .where('n.kind', '=', 'revision')
            .where(isThere('n')),
        ),
      ),
    );

/** Hashes of the newest pictures of these figures. */
export const newestPictures = async (db: Db, principal: Principal, among: Among): Promise<string[]> =>
  (await newest(db, principal, among).select('d.hash').distinct().execute()).map(({ hash }) => hash);

const named = (db: Db) =>
  db
    .selectFrom('objects as o')
    .innerJoin('revisions as r', 'r.id', 'o.id')
    .innerJoin('objects as f', 'f.id', 'o.parent_id')
    .select(['o.id', 'o.created_on', 'r.revision_index', 'f.id as figure', 'f.name as figure_name'])
    .where('o.kind', '=', 'revision');

/** The columns of a found picture. */
const FOUND = [
  'o.id',
  'o.created_on',
  'r.revision_index',
  'f.id as figure',
  'f.name as figure_name',
  'd.hash',
] as const;

export type FoundRow = Awaited<ReturnType<typeof findableWith>>[number];

/** Revisions with these pictures that searches may name to the caller, newest first. */
export const findableWith = (db: Db, principal: Principal, hashes: readonly string[]) =>
  forIds(hashes, (some) =>
    findable(db, principal)
      .innerJoin('revisions as r', 'r.id', 'o.id')
      .innerJoin('objects as f', 'f.id', 'o.parent_id')
      .select(FOUND)
      .where('d.hash', 'in', some)
      .distinct()
      .orderBy('o.created_on', 'desc')
      .execute(),
  );

/** The newest revisions of these figures that have one of these pictures. */
export const newestNear = (db: Db, principal: Principal, among: Among, hashes: readonly string[]) =>
  forIds(hashes, (some) =>
    newest(db, principal, among)
      .innerJoin('revisions as r', 'r.id', 'o.id')
      .select(FOUND)
      .where('d.hash', 'in', some)
      .distinct()
      .execute(),
  );

/** The revision with an ID or short ID that the caller may view. */
export const revisionNamed = (db: Db, principal: Principal, name: string) =>
  named(db)
    .where((where) => where.or([where('o.id', '=', name.toLowerCase()), where('r.short_id', '=', name)]))
    .where(isThere('o'))
    .where(objects.isVisible(db, principal))
    .executeTakeFirst();

/** A datum with these bytes that is a picture, or a file that may be one. */
export const pictureWith = (db: Db, hash: string) =>
  db
    .selectFrom('data')
    .selectAll()
    .where('hash', '=', hash)
    .where('type', 'in', ['image', 'file'])
    .limit(1)
    .executeTakeFirst();

/** Revisions that are looked at in one query, so that it is short. */
const WINDOW = 200;

/** Revisions of figures below a place in the order of insertion, newest first, and the place of the last one. */
export async function revisionsBelow(db: Db, seq: number | null): Promise<{ ids: string[]; next: number | null }> {
  const rows = await db
    .selectFrom('objects as o')
    .select(['o.id', 'o.seq'])
    .where('o.kind', '=', 'revision')
    .where(isThere('o'))
    .$if(seq !== null, (query) => query.where('o.seq', '<', seq ?? 0))
    .orderBy('o.seq', 'desc')
    .limit(WINDOW)
    .execute();
  return { ids: rows.map(({ id }) => id), next: rows.length === WINDOW ? (rows.at(-1)?.seq ?? null) : null };
}

/** Number of the revisions from a place in the order of insertion on. */
export async function countRevisions(db: Db, from: number): Promise<number> {
  const { count } = await db
    .selectFrom('objects as o')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('o.kind', '=', 'revision')
    .where(isThere('o'))
    .where('o.seq', '>=', from)
    .executeTakeFirstOrThrow();
  return Number(count);
}
