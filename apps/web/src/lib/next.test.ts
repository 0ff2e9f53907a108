import { describe, expect, it } from 'vitest';
import { safeNext } from './next.ts';

describe('the address after signing in', () => {
  it('is the requested path with its search and hash', () => {
    expect(safeNext('/figure/1?tab=code#x')).toBe('/figure/1?tab=code#x');
  });
  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    'javascript:alert(1)',
    ' //evil.example',
    'figure/1',
    '',
    undefined,
    7,
  ])('is the home page for %j, which is no path of this app', (next) => {
    expect(safeNext(next)).toBe('/');
  });
  it('is the home page instead of the sign-in page or the API', () => {
    expect(safeNext('/sign-in?next=/sign-in')).toBe('/');
    expect(safeNext('/api/v1/user/')).toBe('/');
  });
});
