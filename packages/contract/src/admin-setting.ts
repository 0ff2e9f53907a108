/** Settings that administrators change while the server runs. */
import { type Static, Type } from 'typebox';
import { Registration } from './info.ts';
import { operation } from './operation.ts';
import { answer, sent } from './schemas.ts';

export const AdminSettings = answer('AdminSettings', {
  registration: Registration,
  registration_is_fixed: Type.Boolean({
    description: 'Tells whether the environment sets it, by `GOFIGR_REGISTRATION`',
  }),
  audit_days: Type.Integer({ description: '`GOFIGR_AUDIT_DAYS`; 0: entries stay for ever' }),
  address_days: Type.Integer({ description: '`GOFIGR_ADDRESS_DAYS`; 0: addresses stay for ever' }),
});
export type AdminSettings = Static<typeof AdminSettings>;

export const adminSetting = {
  get: operation({
    id: 'admin.settings',
    method: 'GET',
    path: '/admin/setting/',
    summary: 'Settings of the server; for administrators',
    access: 'person',
    status: 200,
    answer: AdminSettings,
    errors: ['not_allowed'],
  }),
  change: operation({
    id: 'admin.change_settings',
    method: 'PATCH',
    path: '/admin/setting/',
    summary: 'Change who may open an account, unless the environment sets it; for administrators',
    access: 'person',
    body: sent({ registration: Type.Optional(Registration) }),
    status: 200,
    answer: AdminSettings,
    errors: ['not_allowed', 'invalid_request'],
  }),
};
