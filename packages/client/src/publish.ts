import type { CallOptions } from './call.ts';
import type { Content } from './content.ts';
import type { DefaultWorkspace } from './resources/analysis.ts';
import { findChild } from './resources/find-by-name.ts';
import { findOrCreate } from './resources/find-or-create.ts';
import type { Revision, Revisions, SentLink } from './resources/revision.ts';
import type { Transport } from './transport.ts';

/** An object by its ID. A whole object fits too. */
export interface ById {
  api_id: string;
}

export interface Publication extends Content {
  /** Name or ID. A missing analysis is created by its name. Not needed if the figure is given by ID. */
  analysis?: string | ById | undefined;
  /** Name or ID. A missing figure is created by its name. */
  figure: string | ById;
  /** ID of the workspace of an analysis given by name; absent: the client's. */
  workspace?: string | undefined;
  metadata?: unknown;
  /** Revisions of assets that the figure was made from. */
  assets?: readonly (ById | SentLink)[] | undefined;
  isCleanRoom?: boolean | undefined;
  /** ID of the revision. Publishing the same ID again sends nothing and returns the existing revision. */
  clientId?: string | undefined;
  /** `false`: none. Absent: this client's next one. */
  shortId?: string | false | undefined;
}

interface Deps {
  transport: Transport;
  revisions: Revisions;
  defaultWorkspace: DefaultWorkspace;
  nextShortId(options?: CallOptions): Promise<string>;
}

/** Publishes a revision of a figure. Creates an analysis or figure given by name if it doesn't exist. */
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

/** Returns the ID of the figure to publish to. Fetches only IDs: a whole analysis may be large. */
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
  if (name === undefined) throw new TypeError('publish: give the analysis of the figure');
  if (typeof name !== 'string') return name.api_id;
  const parent = workspace || (await defaultWorkspace(options.signal));
  const found = await findChild(transport, 'analyses', parent, name, options);
  return found ?? (await findOrCreate(transport, 'analysis', { name, parent }, options)).api_id;
}
