import type { ConfigFile } from '@gofigr/client/node';

/** `gofigr.example.org`, with the port if it is an unusual one. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);

/** The file as the client's functions for profiles want it: a connection that has no name is called by its host. */
export const withName = (config: ConfigFile): ConfigFile =>
  config.profile === undefined && config.url !== undefined ? { ...config, profile: hostOf(config.url) } : config;

/** The file as it is written: a name that says no more than the address is left out, so that it stays what people know. */
export function withoutPlainName(config: ConfigFile): ConfigFile {
  const { profile, ...rest } = config;
  return profile === undefined || profile === hostOf(config.url ?? '') ? rest : config;
}
