import { describe, expect, it } from 'vitest';
import type { ConfigFile } from './config-file.ts';
import { profilesOf, removeProfile, switchProfile, useConnection } from './profiles.ts';

const lab = { url: 'http://lab', api_key: 'lab-key', workspace: 'w' };
const hosted = { url: 'https://hosted', api_key: 'hosted-key' };
const names = (config: ConfigFile | undefined): string[] =>
  profilesOf(config ?? {}).map(({ name, isCurrent }) => (isCurrent ? `*${name}` : name));

/** Returns the fields that a published client reads. */
const read = ({ url, api_key, workspace }: ConfigFile) => ({ url, api_key, workspace });

describe('several connections', () => {
  const one: ConfigFile = { ...lab, auto_publish: false };
  const two = useConnection(one, 'hosted', hosted);

  it('a file that a published client wrote holds one', () => {
    expect(names(one)).toEqual(['*default']);
    expect(names({})).toEqual([]);
  });

  it('the newest replaces all fields that published clients read', () => {
    expect(read(two)).toEqual({ ...hosted, workspace: undefined });
    expect(two).toMatchObject({ auto_publish: false, profile: 'hosted', profiles: { default: lab } });
    expect(names(two)).toEqual(['*hosted', 'default']);
  });

  it('all survive a switch', () => {
    const back = switchProfile(two, 'default');
    expect(read(back ?? {})).toEqual(lab);
    expect(names(back)).toEqual(['*default', 'hosted']);
    expect(switchProfile(back ?? {}, 'hosted')).toEqual(two);
    expect(switchProfile(two, 'hosted')).toBe(two);
    expect(switchProfile(two, 'nobody')).toBeUndefined();
    expect(switchProfile(two, 'toString')).toBeUndefined();
  });

  it('a replaced one keeps its name', () => {
    const again = useConnection(two, 'hosted', { ...hosted, api_key: 'newer' });
    expect(names(again)).toEqual(['*hosted', 'default']);
    expect(again.api_key).toBe('newer');
  });

  it('a removed one leaves nothing in the file', () => {
    const remaining = removeProfile(two, 'default');
    expect(JSON.stringify(remaining)).not.toContain('lab-key');
    const signedOut = removeProfile(two, 'hosted');
    expect(JSON.stringify(signedOut)).not.toContain('hosted-key');
    expect(names(signedOut)).toEqual(['default']);
    expect(signedOut?.auto_publish).toBe(false);
    expect(removeProfile(two, 'nobody')).toBeUndefined();
  });
});
