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

/** The key that a client requests; null: the person chooses. */
export type KeyWish = DeviceSignIn['key'];

/** Approved rights for the key of a terminal. */
export interface KeyGrant {
  /** null: the client chooses the name. */
  name: string | null;
  permission: KeyPermission;
  workspaces: readonly string[] | null;
  expiry: number | null;
}

export interface DeviceService {
  /** Starts a sign-in. Returns the codes for the terminal and the person, which are stored only as hashes. */
  start(wish: KeyWish, origin: ClientOrigin): Promise<{ deviceCode: string; userCode: string }>;
  /** Returns the token once the person has approved. Otherwise throws the errors of RFC 8628. */
  token(deviceCode: string): Promise<string>;
  /** Describes a sign-in that waits for a person. Throws `not_found`. */
  preview(userCode: string): Promise<DeviceSignIn>;
  /** Approves a sign-in, or denies it with null. Throws `not_found`. */
  answer(userCode: string, userId: string, grant: KeyGrant | null): Promise<void>;
  /** Limits a key to the approved rights. Throws `not_allowed` for other rights, and for a second key. */
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
        // The row holds the rights of the token, so it must live as long.
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

function narrowest(granted: KeyPermission, requested: KeyPermission): KeyPermission {
  if (granted === 'full') return requested;
  // Published clients send no permission, which means `full`.
  if (requested === 'full' || requested === granted) return granted;
  throw notAllowed();
}

function within(granted: readonly string[] | null, requested: readonly string[] | null): readonly string[] | null {
  if (granted === null || requested === null) return granted ?? requested;
  if (!requested.every((id) => granted.includes(id))) throw notAllowed();
  return requested;
}

const earliest = (granted: number | null, requested: number | null): number | null =>
  granted === null || requested === null ? (granted ?? requested) : Math.min(granted, requested);
