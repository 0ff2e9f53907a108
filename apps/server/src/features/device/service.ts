import {
  DEVICE_CODE_MINUTES,
  DEVICE_INTERVAL,
  DEVICE_TOKEN_MINUTES,
  type DeviceSignIn,
  type KeyPermission,
} from '@gofigr/contract';
import type { ClientOrigin } from '../../kernel/audit.ts';
import { issue } from '../../kernel/auth/index.ts';
import { type Clock, formatTime } from '../../kernel/clock.ts';
import { type Db, type Trx, transact } from '../../kernel/db/index.ts';
import { notAllowed } from '../../kernel/errors.ts';
import { hashToken, newId, newToken } from '../../kernel/ids.ts';
import { denied, expired, pending, slowDown, unknownCode } from './errors.ts';
import { newUserCode, plainUserCode } from './service/user-code.ts';
import { advance, type DeviceRow, findByDevice, findPending, insertCode, spend } from './store.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;

/** The key that a client asks for; null: the person chooses. */
export type KeyWish = DeviceSignIn['key'];

/** The most that the key of a terminal may do. */
export interface KeyGrant {
  /** null: as the client names it. */
  name: string | null;
  permission: KeyPermission;
  workspaces: readonly string[] | null;
  expiry: number | null;
}

export interface DeviceService {
  /** Begins a sign-in: the code of the terminal and the one for the person, which are kept as hashes alone. */
  start(wish: KeyWish, origin: ClientOrigin): Promise<{ deviceCode: string; userCode: string }>;
  /** Gives the token once the person has approved; throws what RFC 8628 says otherwise. */
  token(deviceCode: string): Promise<string>;
  /** Describes a sign-in that waits for a person; throws `not_found`. */
  preview(userCode: string): Promise<DeviceSignIn>;
  /** Approves or, with null, denies a sign-in; throws `not_found`. */
  answer(userCode: string, userId: string, grant: KeyGrant | null): Promise<void>;
  /** Narrows the key that a token makes to what was approved. Throws `not_allowed` beyond it, and for a second key. */
  narrow<F extends KeyGrant & { name: string }>(trx: Trx, credentialId: string, fields: F): Promise<F>;
}

export function createDeviceService({ db, clock }: { db: Db; clock: Clock }): DeviceService {
  async function waiting(userCode: string): Promise<DeviceRow> {
    const row = await findPending(db, hashToken(plainUserCode(userCode)), clock.now());
    if (!row) throw unknownCode();
    return row;
  }

  return {
    async start(wish, { address, client, machine = null }) {
      const [deviceCode, userCode] = [newToken('gfdevicecode'), newUserCode()];
      const created = clock.now();
      await insertCode(db, {
        id: newId(),
        device_hash: hashToken(deviceCode),
        user_hash: hashToken(plainUserCode(userCode)),
        client,
        machine,
        address,
        wish: JSON.stringify(wish),
        created,
        expiry: created + DEVICE_CODE_MINUTES * MINUTE,
        last_asked: null,
        state: 'pending',
        user_id: null,
        granted: null,
        credential_id: null,
      });
      return { deviceCode, userCode };
    },

    async token(deviceCode) {
      const row = await findByDevice(db, hashToken(deviceCode));
      const now = clock.now();
      if (!row || row.expiry <= now) throw expired();
      if (row.state === 'denied') throw denied();
      if (row.state === 'pending') {
        const isEarly = row.last_asked !== null && now - row.last_asked < 0.8 * DEVICE_INTERVAL * SECOND;
        await advance(db, row.id, 'pending', { last_asked: now });
        throw isEarly ? slowDown() : pending();
      }
      return transact(db, async (trx) => {
        if (!row.user_id || !(await advance(trx, row.id, 'approved', { state: 'used' }))) throw expired();
        const { token, id } = await issue(trx, clock, 'device', row.user_id);
        // The row lives as long as its token, which it says the rights of.
        const expiry = now + DEVICE_TOKEN_MINUTES * MINUTE;
        await advance(trx, row.id, 'used', { credential_id: id, expiry });
        return token;
      });
    },

    async preview(userCode) {
      const { client, machine, address, created, expiry, wish } = await waiting(userCode);
      const key = JSON.parse(wish) as KeyWish; // written by start
      return { client, machine, address, created: formatTime(created), expiry: formatTime(expiry), key };
    },

    async answer(userCode, userId, grant) {
      const { id } = await waiting(userCode);
      const fields = grant
        ? { state: 'approved' as const, user_id: userId, granted: JSON.stringify(grant) }
        : { state: 'denied' as const };
      if (!(await advance(db, id, 'pending', fields))) throw unknownCode();
    },

    async narrow(trx, credentialId, fields) {
      const row = await spend(trx, credentialId);
      if (!row?.granted) throw notAllowed();
      const grant = JSON.parse(row.granted) as KeyGrant; // written by answer
      return {
        ...fields,
        name: grant.name ?? fields.name,
        permission: narrowest(grant.permission, fields.permission),
        workspaces: within(grant.workspaces, fields.workspaces),
        expiry: earliest(grant.expiry, fields.expiry),
        managesPeople: false,
      };
    },
  };
}

function narrowest(granted: KeyPermission, wished: KeyPermission): KeyPermission {
  if (granted === 'full') return wished;
  // Published clients ask for nothing, which is a full key.
  if (wished === 'full' || wished === granted) return granted;
  throw notAllowed();
}

function within(granted: readonly string[] | null, wished: readonly string[] | null): readonly string[] | null {
  if (granted === null || wished === null) return granted ?? wished;
  if (!wished.every((id) => granted.includes(id))) throw notAllowed();
  return wished;
}

const earliest = (granted: number | null, wished: number | null): number | null =>
  granted === null || wished === null ? (granted ?? wished) : Math.min(granted, wished);
