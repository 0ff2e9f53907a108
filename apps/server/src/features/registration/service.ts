import { AccountNames, type NewSession } from '@gofigr/contract';
import { Value } from 'typebox/value';
import { type ClientOrigin, recordAudit } from '../../kernel/audit.ts';
import { checkPassword, hashPassword, insertCredential } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, isConflict, type Trx, transact } from '../../kernel/db/index.ts';
import { ApiError, invalid } from '../../kernel/errors.ts';
import { hashToken, newId, newToken } from '../../kernel/ids.ts';
import { recordActivity } from '../activity/index.ts';
import { SERVICE_PREFIX } from '../api-key/index.ts';
import type { InvitationService } from '../invitation/index.ts';
import { findAnyByKey, hasEmail, insertUser, isEmpty, type UserRow, usernameTaken } from '../user/index.ts';
import { addWorkspace } from '../workspace/index.ts';
import { isSetupOffered, takeSetup, withdrawSetup } from './store.ts';

export interface NewNames {
  username: string;
  email: string;
  first_name?: string;
  last_name?: string;
}

export interface NewAccount extends NewNames {
  password: string;
}

export interface CreateOptions {
  isStaff?: boolean;
  /**
   * Rejects a mail address that another account has. Only for administrators: everybody else would learn who has an
   * account here.
   */
  isOnlyEmail?: boolean;
  origin?: ClientOrigin;
}

/** The workspace or organization that an invitation was for. */
export type Joined = NonNullable<NewSession['joined']>;

export interface RegistrationService {
  /** Throws what `create` would throw, as far as it is known without the password. Only for administrators. */
  check(names: NewNames): Promise<void>;
  /** Creates a user with the primary workspace. Throws `invalid_request`, `weak_password` or `already_exists`. */
  create(account: NewAccount, options?: CreateOptions): Promise<UserRow>;
  /** Creates a user and accepts an invitation in one transaction. Throws `not_found` for an unknown invitation. */
  createInvited(
    account: NewAccount,
    invitation: string,
    origin: ClientOrigin,
  ): Promise<{ user: UserRow; joined: Joined | null }>;
  /** Tells whether there is a user. */
  isSetUp(): Promise<boolean>;
  /** Returns a new one-time set-up token while there are no users, else null. Earlier tokens end. */
  offerSetup(): Promise<string | null>;
  /** Creates the first administrator with the set-up token, once. Throws `setup_link_not_valid`. */
  setUp(token: string, account: NewAccount, origin: ClientOrigin): Promise<UserRow>;
}

/** Dependencies. Of invitations, only accepting one is needed. Tests of other features store cheaper hashes. */
export interface RegistrationDeps {
  db: Db;
  clock: Clock;
  invitations?: Pick<InvitationService, 'acceptAs'>;
  hash?: (password: string) => Promise<string>;
}

export function createRegistrationService(deps: RegistrationDeps): RegistrationService {
  const { db, clock, invitations, hash = hashPassword } = deps;
  async function prepare(account: NewAccount, isStaff: boolean): Promise<UserRow> {
    checkNames(account);
    checkPassword(account.password, account);
    return {
      id: newId(),
      username: account.username,
      username_key: account.username.toLowerCase(),
      email: account.email,
      first_name: account.first_name ?? '',
      last_name: account.last_name ?? '',
      password_hash: await hash(account.password),
      avatar: null,
      user_profile: '{}',
      is_active: 1,
      is_staff: Number(isStaff),
      date_joined: clock.now(),
      service_of: null,
      leak_action: 'tell',
    };
  }

  async function add(trx: Trx, user: UserRow, origin: ClientOrigin | undefined): Promise<void> {
    await insertUser(trx, user);
    const stamp = { by: user.username, at: clock.now() };
    const workspace = {
      name: 'Primary Workspace',
      description: `${user.username}'s primary workspace`,
      type: 'primary' as const,
      ownerId: user.id,
    };
    const target = await addWorkspace(trx, workspace, stamp);
    await recordActivity(trx, { action: 'create', target, name: workspace.name, analysisId: null, stamp });
    // Without an origin, an administrator ran the command.
    const by = origin ? user.username : null;
    const audit = { event: 'account_created', at: stamp.at, by, subject: user.username } as const;
    await recordAudit(trx, { ...audit, ...(origin && { origin }), details: { administrator: user.is_staff === 1 } });
  }

  async function refuseTakenEmail(from: Db, email: string): Promise<void> {
    if (await hasEmail(from, email)) throw new ApiError('already_exists', 'Another account has this mail address.');
  }

  async function insert(user: UserRow, work: (trx: Trx) => Promise<void>): Promise<UserRow> {
    try {
      await transact(db, work);
    } catch (error) {
      if (isConflict(error, 'username') || isConflict(error, 'username_key')) throw usernameTaken(error);
      throw error;
    }
    return user;
  }

  return {
    async check(names) {
      checkNames(names);
      if (await findAnyByKey(db, names.username)) throw usernameTaken();
      await refuseTakenEmail(db, names.email);
    },

    async create(account, { isStaff = false, isOnlyEmail = false, origin } = {}) {
      const user = await prepare(account, isStaff);
      return insert(user, async (trx) => {
        if (isOnlyEmail) await refuseTakenEmail(trx, user.email);
        await add(trx, user, origin);
      });
    },

    async createInvited(account, invitation, origin) {
      const user = await prepare(account, false);
      let joined: Joined | null = null;
      await insert(user, async (trx) => {
        await add(trx, user, origin);
        const { id: userId, username } = user;
        const row = await invitations?.acceptAs(trx, invitation, { userId, username, origin });
        joined = row ? { kind: row.kind, api_id: row.object_id } : null;
      });
      return { user, joined };
    },

    isSetUp: async () => !(await isEmpty(db)),

    async offerSetup() {
      if (!(await isEmpty(db))) return null;
      const token = newToken('gfsetup');
      await transact(db, async (trx) => {
        await withdrawSetup(trx);
        await insertCredential(trx, { kind: 'setup', token, userId: null, created: clock.now(), expiry: null });
      });
      return token;
    },

    async setUp(token, account, origin) {
      const notValid = () =>
        new ApiError('setup_link_not_valid', 'This set-up link is not valid, or has been used. Sign in instead.');
      if (!(await isSetupOffered(db, hashToken(token))) || !(await isEmpty(db))) throw notValid();
      const user = await prepare(account, true);
      await transact(db, async (trx) => {
        // Deleting the token makes it one-time: of two concurrent uses, one finds it gone.
        if (!(await takeSetup(trx, hashToken(token))) || !(await isEmpty(trx))) throw notValid();
        await add(trx, user, origin);
      });
      return user;
    },
  };
}

/** The rules of `AccountNames`, in words. */
const RULES: Record<keyof typeof AccountNames, string> = {
  username: 'may contain only letters, digits and _ . @ + -, at most 150 of them',
  email: 'must be a mail address with one @, without spaces, of at most 254 characters',
  first_name: 'may have at most 150 characters, and no control characters',
  last_name: 'may have at most 150 characters, and no control characters',
};

/** Every path to a new account ends here, whether it was checked before or not. */
function checkNames(names: NewNames): void {
  for (const [field, schema] of typedEntries(AccountNames)) {
    const value = names[field];
    if (value !== undefined && !(Value.Check(schema, value) && value.isWellFormed()))
      throw invalid(field, RULES[field]);
  }
  if (names.username.toLowerCase().startsWith(SERVICE_PREFIX))
    throw invalid('username', `must not begin with "${SERVICE_PREFIX}": these names are for service accounts`);
}

const typedEntries = <K extends string, V>(record: Record<K, V>) => Object.entries(record) as [K, V][]; // the keys of the type
