import { figure } from '@gofigr/contract';
import type { Clock } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { type Call, foundOrMade, type Route, route } from '../../kernel/http/index.ts';
import { objects, type StoredObject, wire } from '../../kernel/objects/index.ts';
import { createNamedObjectService } from '../named-object/index.ts';
import { revisionsOf } from '../revision/index.ts';
import { toFigure } from './wire.ts';

export function figureRoutes(deps: { db: Db; clock: Clock }): Route[] {
  const { db } = deps;
  const service = createNamedObjectService(deps, {
    kind: 'figure',
    analysisOf: async (_trx, object) => wire.parentId(object),
  });

  async function whole(listed: readonly StoredObject[]) {
    const revisions = Map.groupBy(
      await revisionsOf(
        db,
        listed.map(({ id }) => id),
      ),
      wire.parentId,
    );
    // wire: objects on v1 too, unlike the children of workspaces and analyses (docs/protocol.md, section 11)
    return listed.map((object) => toFigure(object, revisions.get(object.id) ?? []));
  }

  const fresh = async (id: string) => (await whole([await objects.get(db, id)]))[0];

  async function update(call: Call<typeof figure.put> | Call<typeof figure.patch>) {
    const { figure: object, analysis: to } = call.objects;
    await service.update(call.principal, object, to, call.body, call.query.silent === 'true');
    return fresh(object.id);
  }

  return [
    route(figure.list, async ({ principal }) => whole(await objects.reachable(db, principal, 'figure'))),
    route(figure.create, async (call) =>
      fresh((await service.create(call.principal, call.objects.analysis, call.body)).id),
    ),
    route(figure.findOrCreate, async (call) => {
      const { id, isNew } = await service.findOrCreate(call.principal, call.objects.analysis, call.body);
      return foundOrMade(await fresh(id), isNew);
    }),
    route(figure.get, async (call) => (await whole([call.objects.figure]))[0]),
    route(figure.put, update),
    route(figure.patch, update),
    route(figure.delete, async (call) => service.delete(call.principal, call.objects.figure)),
  ];
}
