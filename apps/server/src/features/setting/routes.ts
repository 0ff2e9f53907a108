import { adminSetting } from '@gofigr/contract';
import { notAllowed } from '../../kernel/errors.ts';
import { originOf, type Route, route } from '../../kernel/http/index.ts';
import type { Settings } from './service.ts';

/** Routes for the server's administrators. */
export const settingRoutes = ({ settings }: { settings: Settings }): Route[] => [
  route(adminSetting.get, async ({ principal }) => {
    if (!principal.isStaff) throw notAllowed();
    return settings.read();
  }),

  route(adminSetting.change, async ({ principal: { isStaff, username }, body: { registration }, request }) => {
    if (!isStaff) throw notAllowed();
    if (registration !== undefined)
      await settings.changeRegistration(registration, { username, origin: originOf(request) });
    return settings.read();
  }),
];
