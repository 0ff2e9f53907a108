import { analysis } from '@gofigr/contract';
import type { Clock } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { atLeast, type Call, foundOrMade, type Route, route } from '../../kernel/http/index.ts';
import { objects, type StoredObject, wire } from '../../kernel/objects/index.ts';
import { createNamedObjectService } from '../named-object/index.ts';
import { toAnalysis } from './wire.ts';

export function analysisRoutes(deps: { db: Db; clock: Clock }): Route[] {
  const { db } = deps;
  const service = createNamedObjectService(deps, { kind: 'analysis', analysisOf: async (_trx, { id }) => id });

  async function whole(listed: readonly StoredObject[], version: readonly number[]) {
    const figures = wire.byParent(
      await objects.children(
        db,
        listed.map(({ id }) => id),
        'figure',
      ),
    );
    return listed.map((object) => {
      const answer = toAnalysis(object, figures.get(object.id) ?? []);
      // wire: v1 gives children as plain IDs (docs/protocol.md, section 11)
      return atLeast(version, [1, 1]) ? answer : { ...answer, figures: answer.figures.map(({ api_id }) => api_id) };
    });
  }

  const fresh = async (id: string, version: readonly number[]) =>
    (await whole([await objects.get(db, id)], version))[0];

  async function update(call: Call<typeof analysis.put> | Call<typeof analysis.patch>) {
    const { analysis: object, workspace: to } = call.objects;
    await service.update(call.principal, object, to, call.body, call.query.silent === 'true');
    return fresh(object.id, call.version);
  }

  return [
    route(analysis.list, async ({ principal, version }) =>
      whole(await objects.reachable(db, principal, 'analysis'), version),
    ),
    route(analysis.create, async (call) =>
      fresh((await service.create(call.principal, call.objects.workspace, call.body)).id, call.version),
    ),
    route(analysis.findOrCreate, async (call) => {
      const { id, isNew } = await service.findOrCreate(call.principal, call.objects.workspace, call.body);
      return foundOrMade(await fresh(id, call.version), isNew);
    }),
    route(analysis.get, async (call) => (await whole([call.objects.analysis], call.version))[0]),
    route(analysis.put, update),
    route(analysis.patch, update),
    route(analysis.delete, async (call) => service.delete(call.principal, call.objects.analysis)),
  ];
}
