import type { AdminSettings, Registration } from '@gofigr/contract';
import { type ClientOrigin, recordAudit } from '../../kernel/audit.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Config } from '../../kernel/config/index.ts';
import { type Db, transact } from '../../kernel/db/index.ts';
import { invalid } from '../../kernel/errors.ts';
import { readRegistration, writeRegistration } from './store.ts';

export interface Settings {
  /** Returns the rule for new accounts: the environment's value, else the administrators' choice, else the default. */
  registration(): Promise<Registration>;
  read(): Promise<AdminSettings>;
  /** Changes a setting. Throws `invalid_request` if the environment sets it. */
  changeRegistration(value: Registration, by: { username: string; origin: ClientOrigin }): Promise<void>;
}

export interface SettingsDeps {
  db: Db;
  clock: Clock;
  config: Pick<Config, 'registration' | 'registrationIsFixed' | 'auditDays' | 'addressDays'>;
}

const MODES: readonly Registration[] = ['invite', 'open', 'closed'];

/** Settings that change while the server runs. Each read asks the database, since another process may have written. */
export function createSettings({ db, clock, config }: SettingsDeps): Settings {
  async function registrationIn(from: Db): Promise<Registration> {
    if (config.registrationIsFixed) return config.registration;
    const chosen = await readRegistration(from);
    return MODES.find((mode) => mode === chosen) ?? config.registration;
  }

  return {
    registration: () => registrationIn(db),
    read: async () => ({
      registration: await registrationIn(db),
      registration_is_fixed: config.registrationIsFixed,
      audit_days: config.auditDays,
      address_days: config.addressDays,
    }),
    changeRegistration: (value, { username, origin }) =>
      transact(db, async (trx) => {
        const before = await registrationIn(trx);
        if (before === value) return;
        if (config.registrationIsFixed)
          throw invalid('registration', 'is set by GOFIGR_REGISTRATION. Change it there and restart the server');
        await writeRegistration(trx, value);
        const at = clock.now();
        const details = { registration: value, before };
        await recordAudit(trx, { event: 'registration_changed', at, by: username, origin, details });
      }),
  };
}
