import { describe, expect, it } from 'vitest';
import { GoFigr } from '../gofigr.ts';
import { cannedFetch, json } from '../test-fetch.ts';

function client() {
  const { fetch, sent } = cannedFetch(() => json(201, { api_id: 'k', name: 'CI', token: 'secret' }));
  return { gofigr: new GoFigr({ url: 'http://lab', apiKey: 'a-key-made-elsewhere', fetch }), sent };
}

describe('an API key', () => {
  it('is changed, rotated, disabled, enabled, read and revoked', async () => {
    const { gofigr, sent } = client();
    const { apiKeys } = gofigr;
    await apiKeys.create({ name: 'CI', permission: 'publish', workspaces: ['w'], addresses: ['192.0.2.0/24'] });
    await apiKeys.update('k', { name: 'New', expiry: new Date('2030-01-02T03:04:05Z') });
    expect((await apiKeys.rotate('k', { graceHours: 2 })).token).toBe('secret');
    await apiKeys.rotate('k');
    await apiKeys.disable('k');
    await apiKeys.enable('k');
    await apiKeys.log('k');
    await apiKeys.deleteCurrent();
    expect(sent.map(({ method, path, body }) => [method, path.replace('/api/v1.4.1/api_key/', ''), body])).toEqual([
      ['POST', '', { name: 'CI', permission: 'publish', workspaces: ['w'], addresses: ['192.0.2.0/24'] }],
      ['PATCH', 'k/', { name: 'New', expiry: '2030-01-02T03:04:05.000Z' }],
      ['POST', 'k/rotate/', { grace_hours: 2 }],
      ['POST', 'k/rotate/', {}],
      ['POST', 'k/disable/', undefined],
      ['POST', 'k/enable/', undefined],
      ['GET', 'k/log/', undefined],
      ['DELETE', 'current/', undefined],
    ]);
  });
});

describe('the end of a new API key', () => {
  it.each([
    ['a date', new Date('2030-01-02T03:04:05Z'), '2030-01-02T03:04:05.000Z'],
    ['a text', '2030-01-02T03:04:05+00:00', '2030-01-02T03:04:05+00:00'],
    ['never, when left out', undefined, undefined],
  ])('may be %s', async (_what, expiry, expected) => {
    const { gofigr, sent } = client();
    await gofigr.apiKeys.create({ name: 'CI', ...(expiry && { expiry }) });
    expect(sent).toMatchObject([{ method: 'POST', path: '/api/v1.4.1/api_key/' }]);
    expect(sent[0]?.body).toEqual({ name: 'CI', ...(expected && { expiry: expected }) });
  });

  it('refuses an invalid date: such a key would never expire', async () => {
    const { gofigr, sent } = client();
    await expect(gofigr.apiKeys.create({ name: 'CI', expiry: new Date('soon') })).rejects.toThrow(RangeError);
    expect(sent).toEqual([]);
  });
});
