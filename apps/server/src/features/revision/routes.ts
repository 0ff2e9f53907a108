import { revision, type SentData } from '@gofigr/contract';
import type { FastifyRequest } from 'fastify';
import { notFound } from '../../kernel/errors.ts';
import { atLeast, type Call, isStaged, objectOf, type Route, route, Streamed } from '../../kernel/http/index.ts';
import { tree } from '../../kernel/tree/index.ts';
import type { Item } from './data-items.ts';
import { createRevisionService, type RevisionDeps } from './service.ts';
import { byIds, dataOf, type RevisionRow } from './store.ts';
import { toDataWithBytes, toRevision } from './wire.ts';

export function revisionRoutes(deps: RevisionDeps): Route[] {
  const { db, blobs } = deps;
  const service = createRevisionService(deps);

  /** wire: v1 and v1.1 embed the bytes in every revision answer (protocol.md, section 11). */
  const embeds = (version: readonly number[]) => !atLeast(version, [1, 2]);

  async function whole(rows: readonly RevisionRow[], version: readonly number[]) {
    const data = await dataOf(db, idsOf(rows));
    if (embeds(version)) for (const { hash, size_bytes } of data) await blobs.check(hash, size_bytes);
    const byOwner = Map.groupBy(data, ({ owner_id }) => owner_id);
    return rows.map((row) => {
      const own = byOwner.get(row.id) ?? [];
      const answer = toRevision(row, own);
      return embeds(version) ? { ...answer, data: own.map((item) => toDataWithBytes(item, blobs)) } : answer;
    });
  }

  async function one(id: string, version: readonly number[]) {
    const [row] = await byIds(db, [id]);
    if (!row) throw notFound('No revision');
    const [answer] = await whole([row], version);
    return embeds(version) ? new Streamed(answer) : answer;
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
      const answers = await whole(await byIds(db, idsOf(reachable)), version);
      return embeds(version) ? new Streamed(answers) : answers;
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

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

/** The data of a body; only bytes that came with this request count as bytes. */
function itemsOf(request: FastifyRequest, data: readonly SentData[] | null | undefined): Item[] {
  return (data ?? []).map(({ data: bytes, ...item }) => ({ ...item, blob: isStaged(request, bytes) ? bytes : null }));
}
