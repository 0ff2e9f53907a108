import { type Info, info } from '@gofigr/contract';
import type { Config } from '../../kernel/config/index.ts';
import { type Route, route } from '../../kernel/http/index.ts';

export interface InfoDeps {
  config: Config;
  version: string;
  hasUsers(): Promise<boolean>;
}

export const infoRoutes = ({ config, version, hasUsers }: InfoDeps): Route[] => [
  route(
    info,
    async (): Promise<Info> => ({
      version,
      ai_enabled: false,
      // wire: null where there is no device login on https (docs/protocol.md, section 2)
      auth0_domain: null,
      auth0_cli_client_id: null,
      auth0_audience: null,
      registration: config.registration,
      set_up: await hasUsers(),
      mail: config.smtpUrl !== null,
      public_url: config.publicUrl.origin,
    }),
  ),
];
