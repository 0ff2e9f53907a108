import { describe, expect, it } from 'vitest';
import { clientConfig, expiryAfter } from './client-config.ts';

describe('the .gofigr file', () => {
  it('holds the key, the workspace and the URL without a final slash', () => {
    expect(JSON.parse(clientConfig('gf_x', 'w', 'http://localhost:5173/'))).toEqual({
      api_key: 'gf_x',
      workspace: 'w',
      url: 'http://localhost:5173',
    });
  });
  it('has no workspace if there is none', () => {
    expect(clientConfig('gf_x', undefined, 'http://h')).not.toContain('workspace');
  });
});

describe('expiry of a key', () => {
  it('is null for never', () => {
    expect(expiryAfter(undefined)).toBeNull();
  });
  it('is the given number of days ahead, with an offset', () => {
    expect(expiryAfter(30, Date.UTC(2026, 0, 1))).toBe('2026-01-31T00:00:00.000Z');
  });
});
