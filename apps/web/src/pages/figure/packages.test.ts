import { describe, expect, it } from 'vitest';
import { entriesOf, isEnvironment, isPipFreeze, parsePipFreeze } from './packages.ts';

describe('the list of installed packages', () => {
  it('reads the three forms of lines that pip writes and skips the rest', () => {
    const text = '# comment\nnumpy==2.1.0\nmine @ file:///home/me/mine\n-e git+https://h/x.git@abc#egg=x\n\n';
    expect(parsePipFreeze(text)).toEqual([
      { name: 'numpy', version: '2.1.0' },
      { name: 'mine', version: 'file:///home/me/mine' },
      { name: 'x', version: 'git+https://h/x.git@abc' },
    ]);
  });
  it('is recognized by its name', () => {
    expect(['pip freeze', 'pip_freeze.txt', 'System Info'].map(isPipFreeze)).toEqual([true, true, false]);
  });
});

it('other texts about the environment become lists of their lines', () => {
  expect(entriesOf('System Info', 'Linux host 6.1\n\n  x86_64\n')).toEqual([
    { name: 'Linux host 6.1', version: '' },
    { name: '  x86_64', version: '' },
  ]);
  expect(entriesOf('pip freeze', 'numpy==2.1\n')).toEqual([{ name: 'numpy', version: '2.1' }]);
  expect(['System Info', 'pip freeze', 'Session Info', 'sessionInfo'].map(isEnvironment)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(isEnvironment('notes')).toBe(false);
});
