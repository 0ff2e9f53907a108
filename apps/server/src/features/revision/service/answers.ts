import type { AssetLink } from '@gofigr/contract';
import type { Principal } from '../../../kernel/auth/index.ts';
import type { Stores } from '../../../kernel/blobs/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { notFound } from '../../../kernel/errors.ts';
import { atLeast, listOf, mapped, Streamed, withLists } from '../../../kernel/http/index.ts';
import type { Published } from '../service.ts';
import { byIds, type DataRow, dataOf, type RevisionRow } from '../store.ts';
import { toDataWithBytes } from '../wire.ts';
import { linksOf } from './links.ts';

/** The caller, and the API version of the request. */
export interface Reader {
  principal: Principal;
  version: readonly number[];
}

/** Tells whether an answer of v1 or v1.1 may hold the bytes: a `publish` key gets those that it published itself. */
const maySeeBytes = (principal: Principal, { key_id }: RevisionRow): boolean =>
  principal.kind === 'anonymous' || principal.key?.permission !== 'publish' || key_id === principal.credentialId;

/**
 * Answers revisions of figures, or of assets, from their rows, with data and links. Streams answers that contain bytes.
 */
export function createAnswers<A extends object>(
  { db, blobs }: { db: Db; blobs: Stores },
  end: 'figure_revision' | 'asset_revision',
  toAnswer: (row: RevisionRow, data: readonly DataRow[], links: AssetLink[]) => A,
) {
  /** wire: v1 and v1.1 embed the bytes in every revision answer (docs/protocol.md, section 11). */
  const embeds = (version: readonly number[]) => !atLeast(version, [1, 2]);

  async function whole(rows: readonly RevisionRow[], { principal, version }: Reader) {
    const ids = rows.map(({ id }) => id);
    const [data, links] = await Promise.all([dataOf(db, ids), linksOf(db, principal, end, ids)]);
    const mayRead = new Set(rows.filter((row) => maySeeBytes(principal, row)).map(({ id }) => id));
    if (embeds(version))
      for (const { hash, size_bytes, store, owner_id } of data)
        if (mayRead.has(owner_id)) await blobs.of(store).check(hash, size_bytes);
    const byOwner = Map.groupBy(data, ({ owner_id }) => owner_id);
    return rows.map((row) => {
      const own = byOwner.get(row.id) ?? [];
      const answer = toAnswer(row, own, links.get(row.id) ?? []);
      return embeds(version) && mayRead.has(row.id)
        ? { ...answer, data: own.map((item) => toDataWithBytes(item, blobs)) }
        : answer;
    });
  }

  const one = async (id: string, reader: Reader) => {
    const [row] = await byIds(db, [id]);
    if (!row) throw notFound('No revision');
    const [answer] = await whole([row], reader);
    return embeds(reader.version) ? new Streamed(answer) : answer;
  };

  return {
    one,
    /** Answers a revision that was just published, mostly without reading it again. */
    async made({ row, data, hasLinks }: Published, reader: Reader) {
      return hasLinks || embeds(reader.version) ? one(row.id, reader) : toAnswer(row, data, []);
    },
    /** Answers a list of revisions. */
    async many(slices: AsyncIterable<readonly { id: string }[]>, reader: Reader) {
      const answers = mapped(slices, async (some) =>
        whole(
          await byIds(
            db,
            some.map(({ id }) => id),
          ),
          reader,
        ),
      );
      const list = await listOf(answers);
      return embeds(reader.version) ? new Streamed(list) : withLists(list, list);
    },
  };
}
