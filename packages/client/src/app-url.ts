/**
 * Where a server has its pages, without a slash at its end. The hosted product has them on another host than its API; a
 * server of one's own has both on one.
 */
export const appUrlOf = (base: string): string =>
  base.replace(/^https:\/\/api(-\w+)?\.gofigr\.io(?=\/|$)/, 'https://app$1.gofigr.io');
