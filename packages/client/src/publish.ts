import type { CallOptions } from './call.ts';
import type { Content } from './content.ts';
import type { DefaultWorkspace } from './resources/analysis.ts';
import { findChild } from './resources/find-by-name.ts';
import { findOrCreate } from './resources/find-or-create.ts';
import type { Revision, Revisions, SentLink } from './resources/revision.ts';
import type { Transport } from './transport.ts';

/** An object by its ID; a whole object will do. */
export interface ById {
  api_id: string;
}

export interface Publication extends Content {
  /** By name, made when there is none; or by ID. Not needed when the figure is given by ID. */
  analysis?: string | ById | undefined;
  /** By name, made when there is none; or by ID. */
  figure: string | ById;
  /** ID of the workspace that an analysis named is in; absent: the client's. */
  workspace?: string | undefined;
  metadata?: unknown;
  /** Revisions of assets that the figure is made from. */
  assets?: readonly (ById | SentLink)[] | undefined;
  isCleanRoom?: boolean | undefined;
  /** Becomes the revision's ID: the same one again publishes nothing, and gives what is there. */
  clientId?: string | undefined;
  /** `false`: none. Absent: the next one of this client's. */
  shortId?: string | false | undefined;
}

interface Deps {
  transport: Transport;
  revisions: Revisions;
  defaultWorkspace: DefaultWorkspace;
  nextShortId(options?: CallOptions): Promise<string>;
}

/** Publishes a revision of a figure; analysis and figure are made when they are named and not there. */
export async function publishFigure(
  deps: Deps,
  publication: Publication,
  options: CallOptions = {},
): Promise<Revision> {
  const { assets = [], isCleanRoom = false, clientId, shortId } = publication;
  const figure = await figureOf(deps, publication, options);
  const short_id = shortId === false ? undefined : (shortId ?? (await deps.nextShortId(options)));
  return deps.revisions.create(
    {
      ...publication,
      figure,
      assets: assets.map((one) => ('api_id' in one ? { asset_revision: one.api_id, use_type: 'direct' } : one)),
      is_clean_room: isCleanRoom,
      client_id: clientId,
      short_id,
    },
    options,
  );
}

/** The ID of the figure to publish to. Only IDs are asked for: a whole analysis may be large. */
async function figureOf(deps: Deps, publication: Publication, options: CallOptions): Promise<string> {
  const { transport } = deps;
  const { figure: name } = publication;
  if (typeof name !== 'string') return name.api_id;
  const analysis = await analysisOf(deps, publication, options);
  const found = await findChild(transport, 'figures', analysis, name, options);
  return found ?? (await findOrCreate(transport, 'figure', { name, parent: analysis }, options)).api_id;
}

async function analysisOf(
  { transport, defaultWorkspace }: Deps,
  { analysis: name, workspace }: Publication,
  options: CallOptions,
): Promise<string> {
  if (name === undefined) throw new TypeError('publish: name the analysis that the figure is in');
  if (typeof name !== 'string') return name.api_id;
  const parent = workspace || (await defaultWorkspace(options.signal));
  const found = await findChild(transport, 'analyses', parent, name, options);
  return found ?? (await findOrCreate(transport, 'analysis', { name, parent }, options)).api_id;
}
