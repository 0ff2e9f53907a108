import { figure } from '@gofigr/contract';
import {
  answerList,
  atLeast,
  type Call,
  foundOrMade,
  type List,
  listOf,
  mapped,
  type Route,
  route,
  SLICE,
  withChildren,
  withLists,
} from '../../kernel/http/index.ts';
import { objects, reachableSlices, type StoredObject, wire } from '../../kernel/objects/index.ts';
import { createNamedObjectService, type ExtraWrite, type NamedObjectDeps } from '../named-object/index.ts';
import { createRevisionReader, type RevisionRow, toNestedRevision } from '../revision/index.ts';
import { cleanTags, tagsOf, writeTags } from '../tag/index.ts';
import { toFigure } from './wire.ts';

export function figureRoutes(deps: NamedObjectDeps): Route[] {
  const { db } = deps;
  const service = createNamedObjectService(deps, {
    kind: 'figure',
    analysisOf: async (_trx, object) => wire.parentId(object),
  });

  type Version = readonly number[];

  // wire: objects on v1 too, unlike the children of workspaces and analyses (docs/protocol.md, section 11)
  const nested = (rows: readonly RevisionRow[]) => rows.map(toNestedRevision);
  const revisions = createRevisionReader(db);

  async function whole(listed: readonly (readonly [StoredObject, List])[], version: Version) {
    const ids = listed.map(([{ id }]) => id);
    const tags = atLeast(version, WITH_TAGS) ? await tagsOf(db, ids) : undefined;
    return listed.map(([object, inside]) => ({
      ...toFigure(object, inside),
      ...(tags && { tags: tags.get(object.id) ?? [] }),
    }));
  }

  async function one(object: StoredObject, version: Version) {
    const inside = await listOf(mapped(revisions.slices(object.id), nested));
    const [answer] = await whole([[object, inside]], version);
    return withLists(answer, inside);
  }

  const fresh = async (id: string, { version }: Pick<Call<typeof figure.get>, 'version'>) =>
    one(await objects.get(db, id), version);

  async function update(call: Call<typeof figure.put> | Call<typeof figure.patch>) {
    const { figure: object, analysis: to } = call.objects;
    const write = writeOf(call.body.tags);
    await service.update(call.principal, object, to, call.body, call.query.silent === 'true', write);
    return call.isAnswered ? fresh(object.id, call) : undefined;
  }

  return [
    route(figure.list, async ({ principal, version }) => {
      const figures = withChildren(reachableSlices(db, principal, 'figure', SLICE), revisions, nested);
      return answerList(mapped(figures, (listed) => whole(listed, version)));
    }),
    route(figure.create, async (call) => {
      const { id } = await service.create(call.principal, call.objects.analysis, call.body, writeOf(call.body.tags));
      return fresh(id, call);
    }),
    route(figure.findOrCreate, async (call) => {
      const extraWrite = writeOf(call.body.tags);
      const { id, isNew } = await service.findOrCreate(call.principal, call.objects.analysis, call.body, {
        ...(extraWrite && { extraWrite }),
      });
      return foundOrMade(await fresh(id, call), isNew);
    }),
    route(figure.get, async (call) => one(call.objects.figure, call.version)),
    route(figure.put, update),
    route(figure.patch, update),
    route(figure.delete, async (call) => service.delete(call.principal, call.objects.figure)),
  ];
}

/** wire: the first version whose answers have the tags of a figure. Published clients use older ones. */
const WITH_TAGS = [1, 5];

/** Replaces the tags in the transaction that writes the figure, if the request has any. */
function writeOf(sent: readonly string[] | null | undefined): ExtraWrite | undefined {
  if (!sent) return undefined;
  const tags = cleanTags(sent);
  return (trx, { id }) => writeTags(trx, id, tags);
}
