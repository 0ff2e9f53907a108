import { analysis, makers } from '@gofigr/contract';
import {
  answerList,
  atLeast,
  type Call,
  createChildReader,
  foundOrMade,
  listOf,
  mapped,
  type Route,
  route,
  SLICE,
  withChildren,
  withLists,
} from '../../kernel/http/index.ts';
import { objects, reachableSlices, type StoredObject } from '../../kernel/objects/index.ts';
import { toNestedFigure } from '../figure/index.ts';
import { createNamedObjectService, type NamedObjectDeps } from '../named-object/index.ts';
import { makersAmong } from './service.ts';
import { newestRevisions } from './store.ts';
import { toAnalysis } from './wire.ts';

export function analysisRoutes(deps: NamedObjectDeps): Route[] {
  const { db } = deps;
  const service = createNamedObjectService(deps, { kind: 'analysis', analysisOf: async (_trx, { id }) => id });

  type Version = readonly number[];
  const figures = createChildReader(db, 'figure');

  // wire: v1 gives children as plain IDs (docs/protocol.md, section 11)
  const nested = (version: Version) => (rows: readonly StoredObject[]) =>
    rows.map((row) => (atLeast(version, [1, 1]) ? toNestedFigure(row) : row.id));

  async function one(object: StoredObject, version: Version) {
    const inside = await listOf(mapped(figures.slices(object.id), nested(version)));
    return withLists(toAnalysis(object, inside), inside);
  }

  const fresh = async (id: string, version: Version) => one(await objects.get(db, id), version);

  async function update(call: Call<typeof analysis.put> | Call<typeof analysis.patch>) {
    const { analysis: object, workspace: to } = call.objects;
    await service.update(call.principal, object, to, call.body, call.query.silent === 'true');
    return call.isAnswered ? fresh(object.id, call.version) : undefined;
  }

  return [
    route(analysis.list, async ({ principal, version }) => {
      const analyses = withChildren(reachableSlices(db, principal, 'analysis', SLICE), figures, nested(version));
      return answerList(mapped(analyses, (listed) => listed.map(([object, inside]) => toAnalysis(object, inside))));
    }),
    route(analysis.create, async (call) =>
      fresh((await service.create(call.principal, call.objects.workspace, call.body)).id, call.version),
    ),
    route(analysis.findOrCreate, async (call) => {
      const { id, isNew } = await service.findOrCreate(call.principal, call.objects.workspace, call.body);
      return foundOrMade(await fresh(id, call.version), isNew);
    }),
    route(analysis.get, async (call) => one(call.objects.analysis, call.version)),
    route(makers.analysis, async (call) => makersAmong(await newestRevisions(db, call.objects.analysis.id))),
    route(analysis.put, update),
    route(analysis.patch, update),
    route(analysis.delete, async (call) => service.delete(call.principal, call.objects.analysis)),
  ];
}
