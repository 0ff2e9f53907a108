import type { ConfigFile } from '@gofigr/client/node';

/** Returns the host of an address, such as `gofigr.example.org`, with the port if it is not the default one. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);

/** Tells whether an address means this computer. */
export const isLocal = (url: string): boolean =>
  /^(localhost|.*\.localhost|127\..*|\[::1\])$/.test(URL.canParse(url) ? new URL(url).hostname : '');

/** Gives a connection without a name the name of its host. The client's functions for profiles need a name. */
export const withName = (config: ConfigFile): ConfigFile =>
  config.profile === undefined && config.url !== undefined ? { ...config, profile: hostOf(config.url) } : config;

/** Leaves out a name that equals the host of the address, so that simple files keep their known form. */
export function withoutPlainName(config: ConfigFile): ConfigFile {
  const { profile, ...rest } = config;
  return profile === undefined || profile === hostOf(config.url ?? '') ? rest : config;
}
