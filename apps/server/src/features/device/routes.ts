import { DEVICE_CODE_MINUTES, DEVICE_INTERVAL, DEVICE_TOKEN_MINUTES, device } from '@gofigr/contract';
import { createFailedAttempts, createRateLimit, type SignedIn } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError, invalid } from '../../kernel/errors.ts';
import { originOf, type Route, route } from '../../kernel/http/index.ts';
import { networkOf } from '../../kernel/network.ts';
import { unsupportedGrant } from './errors.ts';
import type { DeviceService, KeyGrant } from './service.ts';

export interface DeviceDeps {
  db: Db;
  devices: DeviceService;
  publicUrl: URL;
  /** Checks an expiry date as for any new key; null: the latest that the server allows. */
  checkExpiry(text: string | null): number | null;
  /** Returns the IDs of workspaces that the user can access. Throws `not_allowed` for others. */
  checkWorkspaces(principal: SignedIn, ids: readonly string[]): Promise<string[]>;
}

/** New sign-ins, and unknown codes of terminals, from one network in a quarter of an hour. */
const STARTED = { points: 60, seconds: 900 };
const UNKNOWN = { points: 60, seconds: 900 };
/** Wrong codes of a person within a quarter of an hour. */
const GUESSES = { limits: { name: 10, network: 30 } };

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';

export function deviceRoutes({ db, devices, publicUrl, checkExpiry, checkWorkspaces }: DeviceDeps): Route[] {
  const [started, unknown] = [
    createRateLimit(STARTED, { db, limit: 'sign-ins of devices' }),
    createRateLimit(UNKNOWN, { db, limit: 'unknown devices' }),
  ];
  const guesses = createFailedAttempts({ ...GUESSES, shared: { db, limit: 'codes of devices' } });

  const guessing = <T>(principal: SignedIn, address: string, work: () => Promise<T>): Promise<T> =>
    guesses.attempt(
      principal.userId,
      address,
      work,
      (error) => error instanceof ApiError && error.code === 'not_found',
    );

  return [
    route(device.start, async ({ body, request }) => {
      await started.check(networkOf(request.ip));
      const { name = null, permission = null, workspaces = null, expiry = null, machine } = body;
      const origin = originOf(request);
      const { deviceCode, userCode } = await devices.start(
        {
          name: name?.trim() || null,
          permission,
          workspaces: workspaces?.map((id) => id.toLowerCase()) ?? null,
          expiry,
        },
        { ...origin, machine: origin.machine ?? plainText(machine) },
      );
      const page = new URL('/device', publicUrl);
      const complete = new URL(`#code=${userCode}`, page);
      return {
        device_code: deviceCode,
        user_code: userCode,
        verification_uri: page.href,
        verification_uri_complete: complete.href,
        expires_in: DEVICE_CODE_MINUTES * 60,
        interval: DEVICE_INTERVAL,
      };
    }),

    route(device.token, async ({ body, request }) => {
      if (body.grant_type !== GRANT_TYPE) throw unsupportedGrant();
      try {
        const access_token = await devices.token(body.device_code);
        return { access_token, token_type: 'Bearer' as const, expires_in: DEVICE_TOKEN_MINUTES * 60 };
      } catch (error) {
        if (error instanceof ApiError && error.code === 'expired_token') await unknown.check(networkOf(request.ip));
        throw error;
      }
    }),

    route(device.preview, async ({ principal, body, request }) =>
      guessing(principal, request.ip, () => devices.preview(body.user_code)),
    ),

    route(device.approve, async ({ principal, body, request }) => {
      const { user_code, name = null, permission = 'full', workspaces = null, expiry = null } = body;
      if (name !== null && name.trim() === '') throw invalid('name', 'must not be empty');
      const grant: KeyGrant = {
        name: name && name.trim(),
        permission,
        workspaces: workspaces && (await checkWorkspaces(principal, workspaces)),
        expiry: checkExpiry(expiry),
      };
      await guessing(principal, request.ip, () => devices.answer(user_code, principal.userId, grant));
    }),

    route(device.deny, async ({ principal, body, request }) =>
      guessing(principal, request.ip, () => devices.answer(body.user_code, principal.userId, null)),
    ),
  ];
}

/** Returns the name of a machine in the body, if it has only plain characters. */
const plainText = (machine: string | null | undefined): string | null =>
  machine != null && /^[\w.-]{1,100}$/.test(machine) ? machine : null;
