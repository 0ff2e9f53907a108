/** Addresses of the pages of objects by kind. */
export const LINKS = {
  analysis: '/analysis/$id',
  figure: '/figure/$id',
  revision: '/revision/$id',
  asset: '/asset/$id',
  asset_revision: '/asset_revision/$id',
  workspace: '/workspace/$id',
  organization: '/organization/$id',
} as const;

/** Tells whether objects of a kind have a page. */
export const isLinked = (kind: string): kind is keyof typeof LINKS => kind in LINKS;
