import type { CallOptions } from './call.ts';
import { type Content, dataOf } from './content.ts';
import { invalid } from './errors.ts';
import { checkedName } from './name.ts';
import { findChild } from './resources/find-by-name.ts';
import { findOrCreate } from './resources/find-or-create.ts';
import { unlessLacking } from './resources/lacking.ts';
import { type ById, type DefaultWorkspace, idOf, orDefault, type Reference } from './resources/references.ts';
import type { PublishInto, Revision, SentLink } from './resources/revision.ts';
import type { Transport } from './transport.ts';

export interface Publication extends Content {
  /** Name or ID. A missing analysis is created by its name. Not needed if the figure is given by ID. */
  analysis?: Reference | undefined;
  /** Name or ID. A missing figure is created by its name. */
  figure: Reference;
  /** Name or ID of the workspace of an analysis given by name; absent: the client's. */
  workspace?: Reference | undefined;
  metadata?: unknown;
  /** Revisions of assets that the figure was made from. */
  assets?: readonly (ById | SentLink)[] | undefined;
  isCleanRoom?: boolean | undefined;
  /** Tags to add to the figure. Those that it has stay. */
  tags?: readonly string[] | undefined;
  /** ID of the revision. Publishing the same ID again sends nothing and returns the existing revision. */
  clientId?: string | undefined;
  /** `false`: none. Absent: this client's next one. */
  shortId?: string | false | undefined;
}

interface Deps {
  transport: Transport;
  publishInto: PublishInto;
  defaultWorkspace: DefaultWorkspace;
  nextShortId(options?: CallOptions): Promise<string>;
}

/** Names below a workspace. `analysis` is an ID if it exists. */
interface NamedPlace {
  workspace: string;
  analysis: string;
  figure: string;
}

type Place = { figure: string } | NamedPlace;

/**
 * Publishes a revision of a figure. Creates an analysis or figure given by name if it doesn't exist. Checks everything
 * first. The server makes missing parents together with the revision, so a failed publish leaves none of them.
 */
export async function publishFigure(
  deps: Deps,
  publication: Publication,
  options: CallOptions = {},
): Promise<Revision> {
  const { assets = [], isCleanRoom = false, clientId, shortId, tags } = publication;
  const names = checkedNames(publication);
  const metadata = checkedMetadata(publication, names);
  const data = await dataOf(publication);
  const place = await placeOf(deps, { ...publication, ...names }, options);
  const fields = {
    metadata,
    assets: assets.map((one) => ('api_id' in one ? { asset_revision: one.api_id, use_type: 'direct' as const } : one)),
    is_clean_room: isCleanRoom,
    tags,
    client_id: clientId,
    short_id: shortId === false ? undefined : (shortId ?? (await deps.nextShortId(options))),
  };
  const into = (parent: Place) => deps.publishInto(parent, fields, data, options);
  if (!('workspace' in place)) return into(place);
  const made = await unlessLacking(deps.transport, 'revision/by-name', () => into(place));
  return made ?? into({ figure: await madeFigure(deps, place, options) });
}

type Names = Pick<Publication, 'analysis' | 'figure'>;

function checkedNames({ analysis, figure }: Publication): Names {
  if (typeof figure !== 'string' && isById(figure)) return { analysis, figure };
  const name = checkedName(figure, 'figure');
  if (analysis === undefined) throw new TypeError('GoFigr: give the analysis of the figure');
  return { analysis: isById(analysis) ? analysis : checkedName(analysis, 'analysis'), figure: name };
}

const isById = (reference: unknown): reference is ById =>
  reference !== null && typeof reference === 'object' && 'api_id' in reference && typeof reference.api_id === 'string';

/** Checks that metadata is JSON. It keeps the whole name of a figure whose name is too long. */
function checkedMetadata({ metadata = {}, figure: whole }: Publication, { figure }: Names): unknown {
  try {
    JSON.stringify(metadata);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : '';
    throw invalid(`The metadata can't be written as JSON: ${reason}`, cause);
  }
  const isObject = metadata !== null && typeof metadata === 'object' && !Array.isArray(metadata);
  return whole === figure || !isObject ? metadata : { title: whole, ...metadata };
}

/** Finds the place of a revision, without making anything. Fetches only IDs: a whole analysis may be large. */
async function placeOf(
  { transport, defaultWorkspace }: Deps,
  { analysis = '', figure, workspace }: Publication,
  options: CallOptions,
): Promise<Place> {
  const known = idOf(figure);
  if (known !== undefined || typeof figure !== 'string') return { figure: known ?? '' };
  const id = idOf(analysis);
  if (id !== undefined || typeof analysis !== 'string')
    return placeIn(transport, { analysis: id ?? '', figure }, options);
  const parent = await orDefault(transport, defaultWorkspace, workspace, options);
  const found = await findChild(transport, 'analyses', parent, analysis, options);
  if (found === undefined) return { workspace: parent, analysis, figure };
  return placeIn(transport, { workspace: parent, analysis: found, figure }, options);
}

/** Finds the place of a revision in an analysis that exists. */
async function placeIn(
  transport: Transport,
  { workspace, analysis, figure }: Omit<NamedPlace, 'workspace'> & Partial<NamedPlace>,
  options: CallOptions,
): Promise<Place> {
  const found = await findChild(transport, 'figures', analysis, figure, options);
  if (found !== undefined) return { figure: found };
  return { workspace: workspace ?? (await workspaceOfAnalysis(transport, analysis, options)), analysis, figure };
}

async function workspaceOfAnalysis(transport: Transport, id: string, options: CallOptions): Promise<string> {
  const ask = () => transport.call('GET /analysis/:id/path/', { ...options, path: { id } });
  const [workspace] = (await unlessLacking(transport, 'path', ask)) ?? [];
  if (workspace?.kind === 'workspace') return workspace.api_id;
  return (await transport.call('GET /analysis/:id/', { ...options, path: { id } })).workspace;
}

/** Makes the figure on a server that can't make it with the revision. */
async function madeFigure(
  { transport }: Deps,
  { workspace, analysis, figure }: NamedPlace,
  options: CallOptions,
): Promise<string> {
  const id =
    idOf(analysis) ??
    (await findOrCreate(transport, 'analysis', { name: analysis, parent: workspace }, options)).api_id;
  return (await findOrCreate(transport, 'figure', { name: figure, parent: id }, options)).api_id;
}
