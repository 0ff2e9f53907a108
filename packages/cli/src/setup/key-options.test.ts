import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../common/browser.ts';
import { qrCode } from '../terminal/qr-code.ts';
import { timeOf, wishOf } from './key-options.ts';

const ID = '98f328fc-f984-482c-b7f6-8ed272527a42';

describe('the key that options describe', () => {
  it('has the name of the user and the machine, and nothing else', () => {
    const wish = wishOf({});
    expect(Object.keys(wish)).toEqual(['name']);
    expect(wish.name).toMatch(new RegExp(`^.+@${hostname()}$`));
  });

  it('has the given rights', () => {
    const given = { keyName: ' CI ', permission: 'read', keyWorkspaces: `${ID.toUpperCase()}, ${ID}` } as const;
    expect(wishOf(given)).toEqual({ name: 'CI', permission: 'read', workspaces: [ID, ID] });
    expect(() => wishOf({ keyWorkspaces: 'Lab' })).toThrow('"lab" is no API ID');
  });

  it.each([
    ['90d', '1970-04-01T00:00:00.000Z'],
    ['2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['2027-01-31T12:00:00+02:00', '2027-01-31T10:00:00.000Z'],
  ])('ends at %s', (text, time) => {
    expect(timeOf(text, 0)).toBe(time);
  });

  it.each(['soon', '2027', '2027-13-01', '2027-01-31T12:00', '-1d', ''])('never ends at %j', (text) => {
    expect(() => timeOf(text)).toThrow('is no time');
  });
});

describe('a browser', () => {
  it.each([
    [{ DISPLAY: ':0' }, 'linux', true],
    [{ WAYLAND_DISPLAY: 'w', SSH_TTY: '/dev/pts/0' }, 'linux', true],
    [{ BROWSER: 'firefox', SSH_CONNECTION: 'a b' }, 'linux', true],
    [{}, 'linux', false],
    [{}, 'darwin', true],
    [{ SSH_CONNECTION: 'a b' }, 'darwin', false],
    [{ SSH_TTY: '/dev/ttys0' }, 'win32', false],
  ] as const)('with %o on %s: %s', (env, platform, expected) => {
    expect(hasBrowser(env, platform)).toBe(expected);
  });
});

describe('a QR code', () => {
  it('is black on white, two rows in a line, and left out where it does not fit', () => {
    const lines = qrCode('https://figures.example.org/device#code=BCDF-GHJK', 80);
    expect(lines.length).toBeGreaterThan(10);
    const widths = new Set(lines.map((line) => line.length));
    expect(widths.size).toBe(1);
    expect(lines.every((line) => line.startsWith('\u001b[30;107m') && line.endsWith('\u001b[0m'))).toBe(true);
    // The top of a finder pattern, after a quiet zone of two modules.
    expect(lines[1]).toContain('m  █▀▀▀▀▀█ ');
    expect(qrCode('https://figures.example.org/device#code=BCDF-GHJK', 20)).toEqual([]);
  });
});
