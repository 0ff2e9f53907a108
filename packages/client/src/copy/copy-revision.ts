import type { Datum } from '../content.ts';
import { GoFigrError } from '../errors.ts';
import type { GoFigr } from '../gofigr.ts';
import type { SentLink } from '../resources/revision.ts';
import type { Data } from '../wire.ts';
import type { ImportState } from './import-state.ts';
import type { CopyDatum, CopyOptions, CopyRecord, CopyRevision, CopySource } from './records.ts';

export type RevisionRecord = Extract<CopyRecord, { load: unknown }>;

interface CopyTargets {
  source: CopySource;
  client: GoFigr;
  state: ImportState;
}

/** Copies a revision with its bytes and links. It keeps its ID unless another object on the target has that ID. */
export async function copyRevision(targets: CopyTargets, record: RevisionRecord, options: CopyOptions): Promise<void> {
  const { state } = targets;
  const revision = await record.load(options);
  const warnings: string[] = [];
  let made: { api_id: string; data: Data[] };
  try {
    made = await publish(targets, record, revision, warnings, options);
  } catch (error) {
    if (!(error instanceof GoFigrError) || error.code !== 'already_exists' || state.isRenamed(record.id)) throw error;
    await state.note({ renamed: record.id, id: crypto.randomUUID() });
    warnings.length = 0;
    made = await publish(targets, record, revision, warnings, options);
  }
  warnings.push(...differences(record, revision.data, made.data));
  const bytes = revision.data.reduce((sum, { size_bytes }) => sum + size_bytes, 0);
  await state.note({ done: record.id, id: made.api_id, bytes, warnings });
}

function publish(
  { source, client, state }: CopyTargets,
  record: RevisionRecord,
  revision: CopyRevision,
  warnings: string[],
  { signal }: CopyOptions,
): Promise<{ api_id: string; data: Data[] }> {
  const { metadata } = revision;
  const data = revision.data.map((datum) => toDatum(source, datum, signal));
  const id = state.chosenId(record.id);
  if (record.kind === 'asset_revision')
    return client.assetRevisions.create({ asset: state.idOf(record.asset), client_id: id, metadata, data }, { signal });
  return client.publish(
    {
      figure: { api_id: state.idOf(record.figure) },
      clientId: id,
      metadata,
      data,
      assets: linksOf(state, record, revision, warnings),
      isCleanRoom: revision['is_clean_room'] === true,
      // A short ID can't be copied: only the user who reserved its prefix can use it.
      shortId: revision['short_id'] ? undefined : false,
    },
    { signal },
  );
}

const toDatum = (source: CopySource, datum: CopyDatum, signal: AbortSignal | undefined): Datum => ({
  name: datum.name,
  type: datum.type,
  metadata: datum.metadata,
  is_clean_room: datum.is_clean_room ?? false,
  data: source.bytes(datum, { signal }),
});

/** Returns the links to copied assets. Warns of links to assets of other workspaces, which are not copied. */
function linksOf({ ids }: ImportState, record: RevisionRecord, revision: CopyRevision, warnings: string[]): SentLink[] {
  const links = (revision['assets'] ?? []) as SentLink[]; // as the server answers
  return links.flatMap(({ asset_revision, use_type = 'direct' }) => {
    const copied = ids.get(asset_revision);
    if (copied !== undefined) return [{ asset_revision: copied, use_type }];
    warnings.push(`Revision ${record.id} is linked to ${asset_revision}, an asset of another workspace.`);
    return [];
  });
}

/** Returns a warning for each datum whose hash differs from the source's. The source may have no hashes. */
function differences({ id }: RevisionRecord, sent: readonly CopyDatum[], arrived: readonly Data[]): string[] {
  return sent.flatMap(({ name, hash }, index) => {
    const copied = arrived[index]?.hash;
    if (!hash || copied === hash.toLowerCase()) return [];
    return [`"${name}" of revision ${id} has the hash ${copied ?? '(none)'} in the copy, but ${hash} in the source.`];
  });
}
