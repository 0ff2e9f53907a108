import { DEVICE_CLIENT, type Info, info, PART_BYTES, PUBLISH_TYPE, type Registration } from '@gofigr/contract';
import type { Config } from '../../kernel/config/index.ts';
import { type Route, route } from '../../kernel/http/index.ts';

export interface InfoDeps {
  config: Config;
  version: string;
  hasUsers(): Promise<boolean>;
  registration(): Promise<Registration>;
}

/** wire: published clients insist on https for signing in by a browser, so they are told of it there alone. */
const announcement = ({ protocol, host, origin }: URL) =>
  protocol === 'https:'
    ? { auth0_domain: host, auth0_cli_client_id: DEVICE_CLIENT, auth0_audience: origin }
    : { auth0_domain: null, auth0_cli_client_id: null, auth0_audience: null };

export const infoRoutes = ({ config, version, hasUsers, registration }: InfoDeps): Route[] => [
  route(
    info,
    async (): Promise<Info> => ({
      version,
      ai_enabled: false,
      ...announcement(config.publicUrl),
      device_login: true,
      registration: await registration(),
      set_up: await hasUsers(),
      mail: config.smtpUrl !== null,
      public_url: config.publicUrl.origin,
      binary: { part_bytes: PART_BYTES, publish_type: PUBLISH_TYPE },
    }),
  ),
];
