import { expect, it } from 'vitest';
import { auditQueryOf, auditSearchOf } from './audit-search.ts';

it('filters of an address are those that the server knows', () => {
  const read = auditSearchOf({ group: 'moon', event: 'sign_in', user: 42, from: '2026-02-31', to: 'x', object: '' });
  expect(read).toEqual({ event: 'sign_in', user: '42', ...(read.from === undefined ? {} : { from: read.from }) });
  expect(auditSearchOf({ group: 'keys' }).group).toBe('keys');
});

it('days are whole days of the viewer', () => {
  const { since, until } = auditQueryOf({ from: '2026-11-28', to: '2026-11-29' });
  expect(since).toBe(new Date('2026-11-28T00:00').toISOString());
  expect(until).toBe(new Date('2026-11-30T00:00').toISOString());
  expect(auditQueryOf({})).toEqual({ everyone: 'true' });
});
