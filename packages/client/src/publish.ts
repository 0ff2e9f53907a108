import type { CallOptions } from './call.ts';
import type { Content } from './content.ts';
import type { Analyses } from './resources/analysis.ts';
import type { Figures } from './resources/figure.ts';
import type { Revision, Revisions, SentLink } from './resources/revision.ts';

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
  analyses: Analyses;
  figures: Figures;
  revisions: Revisions;
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

/** The ID of the figure to publish to. */
async function figureOf(
  { analyses, figures }: Deps,
  { figure, analysis, workspace }: Publication,
  options: CallOptions,
): Promise<string> {
  if (typeof figure !== 'string') return figure.api_id;
  if (analysis === undefined) throw new TypeError('publish: name the analysis that the figure is in');
  const find = { ...options, create: true } as const;
  const parent = typeof analysis === 'string' ? await analyses.findByName(analysis, { ...find, workspace }) : analysis;
  return (await figures.findByName(figure, { ...find, analysis: parent.api_id })).api_id;
}
