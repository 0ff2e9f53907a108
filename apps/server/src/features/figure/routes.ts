import { figure } from '@gofigr/contract';
import type { Clock } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { atLeast, type Call, foundOrMade, objectOf, type Route, route } from '../../kernel/http/index.ts';
import { type TreeObject, tree, wire } from '../../kernel/tree/index.ts';
import { createBranchService } from '../branch/index.ts';
import { revisionsOf } from '../revision/index.ts';
import { toFigure } from './wire.ts';

export function figureRoutes(deps: { db: Db; clock: Clock }): Route[] {
  const { db } = deps;
  const service = createBranchService(deps, {
    kind: 'figure',
    analysisOf: async (_trx, object) => wire.parentId(object),
  });

  async function whole(objects: readonly TreeObject[], version: readonly number[]) {
    const revisions = Map.groupBy(
      await revisionsOf(
        db,
        objects.map(({ id }) => id),
      ),
      wire.parentId,
    );
    return objects.map((object) => {
      const answer = toFigure(object, revisions.get(object.id) ?? []);
      // wire: v1 gives children as plain IDs (protocol.md, section 11)
      return atLeast(version, [1, 1]) ? answer : { ...answer, revisions: answer.revisions.map(({ api_id }) => api_id) };
    });
  }

  const fresh = async (id: string, version: readonly number[]) => (await whole([await tree.get(db, id)], version))[0];

  async function update(call: Call<typeof figure.put> | Call<typeof figure.patch>) {
    const [object, to] = [objectOf(call), call.objects[1]];
    await service.update(call.principal, object, to, call.body, call.query.silent === 'true');
    return fresh(object.id, call.version);
  }

  return [
    route(figure.list, async ({ principal, version }) => whole(await tree.reachable(db, principal, 'figure'), version)),
    route(figure.create, async (call) =>
      fresh((await service.create(call.principal, objectOf(call), call.body)).id, call.version),
    ),
    route(figure.findOrCreate, async (call) => {
      const { id, isNew } = await service.findOrCreate(call.principal, objectOf(call), call.body);
      return foundOrMade(await fresh(id, call.version), isNew);
    }),
    route(figure.get, async (call) => (await whole([objectOf(call)], call.version))[0]),
    route(figure.put, update),
    route(figure.patch, update),
    route(figure.delete, async (call) => service.delete(call.principal, objectOf(call))),
  ];
}
