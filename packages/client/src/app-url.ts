/**
 * Returns the address of a server's pages, without a final slash. The hosted product serves them from another host than
 * its API. A self-hosted server uses one host for both.
 */
export const appUrlOf = (base: string): string =>
  base.replace(/^https:\/\/api(-\w+)?\.gofigr\.io(?=\/|$)/, 'https://app$1.gofigr.io');
