import { describe, expect, it } from 'vitest';
import { safeNext } from './next.ts';

describe('where to go after signing in', () => {
  it('is the path that was asked for, with its search and hash', () => {
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
  ])('is home for %j, which is no path of this app', (next) => {
    expect(safeNext(next)).toBe('/');
  });
  it('is home rather than the sign-in page again, or the API', () => {
    expect(safeNext('/sign-in?next=/sign-in')).toBe('/');
    expect(safeNext('/api/v1/user/')).toBe('/');
  });
});
