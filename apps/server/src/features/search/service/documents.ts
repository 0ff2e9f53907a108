import type { Db } from '../../../kernel/db/index.ts';
import {
  dataOfRevisions,
  metadataOfRevisions,
  newestBelow,
  type ObjectToIndex,
  objectsToIndex,
  pictureTexts,
  tagsOfFigures,
} from '../store/documents.ts';
import { mayShowText, type Origin, type Passage, passagesOf, type ReadStart } from './content.ts';
import {
  byUser,
  CURRENT,
  HAS_TABLE,
  inObject,
  OLDER,
  ofKind,
  type SearchDocument,
  shownAs,
  type TextField,
  tagged,
  withPackage,
} from './search-index.ts';

interface Sources {
  db: Db;
  readStart: ReadStart;
}

/** The documents of objects, and the IDs of those that are not there any more. */
export async function documentsOf(
  { db, readStart }: Sources,
  ids: readonly string[],
): Promise<{ documents: SearchDocument[]; goneIds: string[] }> {
  const objects = await objectsToIndex(db, ids);
  const parents = objects.filter(({ kind }) => kind === 'figure' || kind === 'asset');
  const newest = await newestBelow(
    db,
    parents.map(({ id }) => id),
  );
  const revisions = objects.filter(isRevision).map(({ id }) => id);
  const passages = await readPassages({ db, readStart }, [...new Set([...revisions, ...newest.values()].map(idOf))]);
  const tags = await tagsOfFigures(
    db,
    parents.map(({ id }) => id),
  );
  const documents = objects.map((object) => {
    const revision = newest.get(object.id);
    const own = passages.get(isRevision(object) ? object.id : (revision?.id ?? '')) ?? [];
    return documentOf(object, own, tags.get(object.id) ?? [], revision?.created_by);
  });
  const there = new Set(objects.map(({ id }) => id));
  return { documents, goneIds: ids.filter((id) => !there.has(id)) };
}

const idOf = (one: string | { id: string }): string => (typeof one === 'string' ? one : one.id);
const isRevision = ({ kind }: { kind: string }): boolean => kind === 'revision' || kind === 'asset_revision';

/** The texts of revisions. */
export async function readPassages(
  { db, readStart }: Sources,
  revisionIds: readonly string[],
): Promise<Map<string, Passage[]>> {
  const rows = await dataOfRevisions(db, revisionIds);
  const data = Map.groupBy(rows, ({ owner_id }) => owner_id);
  const texts = await pictureTexts(
    db,
    rows.filter(mayShowText).map(({ hash }) => hash),
  );
  const passages = new Map<string, Passage[]>();
  for (const { id, metadata } of await metadataOfRevisions(db, revisionIds))
    passages.set(id, await passagesOf(readStart, metadata, data.get(id) ?? [], texts));
  return passages;
}

function documentOf(
  object: ObjectToIndex,
  passages: readonly Passage[],
  tags: readonly string[],
  publisher: string | undefined,
): SearchDocument {
  const { id, kind, parent_id, grandparent_id, workspace_id } = object;
  const path = [id, parent_id, grandparent_id, workspace_id].filter((one) => one !== null);
  const people = [object.created_by, object.updated_by, publisher].filter((one) => one !== null && one !== undefined);
  const textsIn = (is: (origin: Origin) => boolean) => passages.filter((one) => is(one.in)).map(({ text }) => text);
  const packages = passages.filter((one) => one.in === 'package').map(({ text }) => text);
  const texts: Pick<SearchDocument, TextField> = isRevision(object)
    ? { older: [object.parent_name ?? '', ...passages.map(({ text }) => text)] }
    : {
        name: [object.name],
        label: tags,
        text: [
          ...(object.description === null ? [] : [object.description]),
          ...textsIn((origin) => origin !== 'code' && origin !== 'history'),
        ],
        code: textsIn((origin) => origin === 'code'),
        history: textsIn((origin) => origin === 'history'),
      };
  return {
    objectId: id,
    parentId: isRevision(object) ? parent_id : null,
    at: object.changed_on,
    marks: [
      ...new Set([
        ...path.map(inObject),
        ofKind(kind === 'asset_revision' ? 'asset' : kind === 'revision' ? 'figure' : kind),
        isRevision(object) ? OLDER : CURRENT,
        ...people.map(byUser),
        ...tags.map((tag) => tagged(tag.toLowerCase())),
        ...packages.map(withPackage),
        ...(object.shown_kind === null ? [] : [shownAs(object.shown_kind)]),
        ...(object.has_table === 1 ? [HAS_TABLE] : []),
      ]),
    ],
    ...texts,
  };
}
