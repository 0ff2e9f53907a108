/** Pages of the kinds of objects that are shared, or that give access. */
export const LINKS = {
  analysis: '/analysis/$id',
  figure: '/figure/$id',
  revision: '/revision/$id',
  asset: '/asset/$id',
  asset_revision: '/asset_revision/$id',
  workspace: '/workspace/$id',
  organization: '/organization/$id',
} as const;

export const isLinked = (kind: string): kind is keyof typeof LINKS => kind in LINKS;
