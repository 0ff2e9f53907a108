import { revision, type SentData } from '@gofigr/contract';
import type { FastifyRequest } from 'fastify';
import { atLeast, type Call, isStaged, objectOf, type Route, route, Streamed } from '../../kernel/http/index.ts';
import { tree } from '../../kernel/tree/index.ts';
import type { Item } from './data-items.ts';
import { createRevisionService, type RevisionDeps } from './service.ts';
import { byIds, dataOf, type RevisionRow } from './store.ts';
import { toDataWithBytes, toRevision } from './wire.ts';

export function revisionRoutes(deps: RevisionDeps): Route[] {
  const { db, blobs } = deps;
  const service = createRevisionService(deps);

  async function whole(rows: readonly RevisionRow[], version: readonly number[]) {
    const data = Map.groupBy(
      await dataOf(
        db,
        rows.map(({ id }) => id),
      ),
      ({ owner_id }) => owner_id,
    );
    return rows.map((row) => {
      const own = data.get(row.id) ?? [];
      const answer = toRevision(row, own);
      // wire: v1 and v1.1 embed the bytes in every revision answer (protocol.md, section 11)
      return atLeast(version, [1, 2]) ? answer : { ...answer, data: own.map((item) => toDataWithBytes(item, blobs)) };
    });
  }

  async function one(id: string, version: readonly number[]) {
    await tree.get(db, id);
    const [answer] = await whole(await byIds(db, [id]), version);
    return atLeast(version, [1, 2]) ? answer : new Streamed(answer);
  }

  async function update(call: Call<typeof revision.put> | Call<typeof revision.patch>) {
    const object = objectOf(call);
    const items = itemsOf(call.request, call.body.data);
    await service.update(call.principal, object, call.body, items, call.query.silent === 'true');
    return one(object.id, call.version);
  }

  return [
    route(revision.list, async ({ principal, version }) => {
      const reachable = await tree.reachable(db, principal, 'revision');
      const answers = await whole(
        await byIds(
          db,
          reachable.map(({ id }) => id),
        ),
        version,
      );
      return atLeast(version, [1, 2]) ? answers : new Streamed(answers);
    }),
    route(revision.create, async ({ principal, body, request, version }) =>
      one(await service.create(principal, body, itemsOf(request, body.data)), version),
    ),
    route(revision.get, async (call) => one(objectOf(call).id, call.version)),
    route(revision.put, update),
    route(revision.patch, update),
    route(revision.delete, async (call) => service.delete(call.principal, objectOf(call))),
  ];
}

/** The data of a body; only bytes that came with this request count as bytes. */
function itemsOf(request: FastifyRequest, data: readonly SentData[] | null | undefined): Item[] {
  return (data ?? []).map(({ data: bytes, ...item }) => ({ ...item, blob: isStaged(request, bytes) ? bytes : null }));
}
