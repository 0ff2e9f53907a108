import type { CallOptions } from '../call.ts';
import { GoFigrError } from '../errors.ts';
import { parseExact } from '../exact-json.ts';
import type { GoFigr } from '../gofigr.ts';
import type { CopyDatum, CopyRecord, CopyRevision, CopySource } from './records.ts';

type Fields = Record<string, unknown>;

/** Fields of a wire object that a copy reads. */
interface Nested extends Fields {
  api_id: string;
  name: string;
  description?: string | null;
  updated_on?: string | null;
}

const named = (fields: Nested) => ({
  id: fields.api_id,
  stamp: fields.updated_on ?? null,
  name: fields.name,
  description: fields.description ?? null,
  fields,
});

/**
 * Opens a workspace of a server, or of the hosted product, as a source. Uses sections 2 to 7 of the published protocol.
 */
export function serverSource(client: GoFigr, workspaceId: string): CopySource {
  const get = async (path: string, options: CallOptions): Promise<Fields> =>
    client.call<Fields>('GET', path, { parse: parseExact, ...options });

  async function load(path: string, options: CallOptions): Promise<CopyRevision> {
    const revision = await get(path, options);
    return { ...revision, metadata: revision['metadata'], data: (revision['data'] ?? []) as CopyDatum[] }; // as the server answers
  }

  const children = (parent: Fields, key: string): Nested[] => (parent[key] ?? []) as Nested[]; // as the server answers

  async function* revisionsOf(kind: 'figure' | 'asset', id: string, options: CallOptions): AsyncGenerator<CopyRecord> {
    const path = kind === 'figure' ? 'revision' : 'asset_revision';
    const all = children(await get(`${kind}/${id}/`, options), 'revisions');
    for (const [index, { api_id, updated_on = null }] of all.entries()) {
      const loaded = {
        id: api_id,
        stamp: updated_on,
        index,
        load: (more: CallOptions) => load(`${path}/${api_id}/`, more),
      };
      yield kind === 'figure'
        ? { kind: 'revision', figure: id, ...loaded }
        : { kind: 'asset_revision', asset: id, ...loaded };
    }
  }

  let hasTags = true;

  /** Tags of a figure. The hosted product has none: it refuses the first question with no code of ours. */
  async function tagsOf(figure: string, options: CallOptions): Promise<string[]> {
    if (!hasTags) return [];
    try {
      return await client.figures.tags(figure, options);
    } catch (error) {
      if (!(error instanceof GoFigrError) || error.status !== 404 || error.code !== undefined) throw error;
      hasTags = false;
      return [];
    }
  }

  async function* records(options: CallOptions): AsyncGenerator<CopyRecord, void, undefined> {
    const workspace = await get(`workspace/${workspaceId}/`, options);
    const { analyses: _analyses, assets: _assets, ...fields } = workspace;
    yield { kind: 'workspace', ...named(fields as Nested), size: Number(workspace['size_bytes']) }; // as the server answers
    const analyses = children(workspace, 'analyses');
    // Analyses come first because an asset may belong to one.
    for (const analysis of analyses) yield { kind: 'analysis', ...named(analysis) };
    for (const asset of children(workspace, 'assets')) {
      yield { kind: 'asset', ...named(asset), analysis: (asset['analysis'] ?? null) as string | null }; // as the server answers
      yield* revisionsOf('asset', asset.api_id, options);
    }
    for (const { api_id: analysis } of analyses)
      for (const figure of children(await get(`analysis/${analysis}/`, options), 'figures')) {
        const tags = await tagsOf(figure.api_id, options);
        yield { kind: 'figure', analysis, ...named({ ...figure, ...(tags.length > 0 && { tags }) }) };
        yield* revisionsOf('figure', figure.api_id, options);
      }
  }

  return {
    identity: `${client.url} ${workspaceId}`,
    retries: client.retries,
    records,
    bytes: ({ api_id, size_bytes }, options) => ({
      size: size_bytes,
      stream: () => client.data.stream(api_id, options),
    }),
  };
}
