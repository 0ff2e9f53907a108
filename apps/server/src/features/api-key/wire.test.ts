import { describe, expect, it } from 'vitest';
import type { KeyUsage, Use } from '../../kernel/auth/index.ts';
import { formatTime, GUARD } from '../../kernel/clock.ts';
import type { KeyRow } from './store.ts';
import { toApiKey, toApiKeyUse } from './wire.ts';

const NOW = 1_900_000_000_000_000;
const row: KeyRow = {
  seq: 1,
  id: 'K',
  kind: 'api_key',
  hash: '',
  user_id: 'U',
  parent_id: null,
  name: 'a key',
  permission: 'full',
  manages_people: 0,
  workspaces: null,
  addresses: null,
  disabled: null,
  previous_hash: null,
  previous_expiry: null,
  noticed: null,
  created_by: null,
  hex_length: null,
  username: 'ada',
  service_of: null,
  created: NOW - 5,
  expiry: null,
  last_used: NOW,
  last_address: '192.0.2.1',
  last_client: 'written',
  last_machine: null,
};
const noted = (time: number): Use => ({ time, address: '192.0.2.2', client: 'noted' });
const usage = (use?: Use): KeyUsage => ({ pending: (id: string) => (id === 'K' ? use : undefined) }) as KeyUsage;

describe('the last use of a key', () => {
  it.each([
    ['nothing is noted', undefined, 'written'],
    ['an earlier one is noted', noted(NOW - 1), 'written'],
    ['the same moment is noted', noted(NOW), 'written'],
    ['a later one is noted', noted(NOW + 1), 'noted'],
    ['what is written is of a clock that was set back since', noted(NOW - GUARD - 1), 'noted'],
  ])('is the later one when %s', (_when, use, client) => {
    const shown = use && client === 'noted' ? use : { time: NOW, address: '192.0.2.1', client: 'written' };
    expect(toApiKeyUse(row, usage(use))).toEqual({
      api_id: 'K',
      last_used: formatTime(shown.time),
      address: shown.address,
      client: shown.client,
      machine: null,
    });
    expect(toApiKey(row, usage(use)).last_used).toBe(formatTime(shown.time));
  });

  it('is empty for an unused key, and set once the first use is noted', () => {
    const fresh = { ...row, last_used: null, last_address: null, last_client: null };
    expect(toApiKeyUse(fresh, usage())).toEqual({
      api_id: 'K',
      last_used: null,
      address: null,
      client: null,
      machine: null,
    });
    expect(toApiKeyUse(fresh, usage(noted(NOW))).client).toBe('noted');
  });

  it('without a known origin has empty fields', () => {
    const old = { ...row, last_address: null, last_client: null };
    expect(toApiKeyUse(old, usage())).toMatchObject({ last_used: formatTime(NOW), address: '', client: '' });
  });
});
