import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../kernel/clock.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';
import { commands, help, helpOf } from './command-help.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());

/** Runs a command. Returns what it prints, or its error. */
async function run(name: string, names: string[], options: Record<string, string | boolean> = {}): Promise<string> {
  const lines: string[] = [];
  const { config, server } = test;
  const context = {
    config,
    database: server.database,
    clock: createClock(),
    print: (line: string) => lines.push(line),
    warn: () => undefined,
    isAddressKnown: true,
  };
  try {
    await commands[name]?.run(context, names, options);
  } catch (error) {
    return error instanceof Error ? error.message : 'no error';
  }
  return lines.join('\n');
}

describe('commands', () => {
  it('disable, enable, promote and demote users', async () => {
    const { username, proof } = await test.account();
    const { proof: key } = await test.key(proof);
    const status = async () => (await test.call('GET', 'workspace/', undefined, key)).status;
    expect(await run('disable-user', [username])).toContain(`${username} is disabled`);
    expect([await status(), await run('list-users', [])]).toEqual([401, expect.stringMatching(/\tuser, disabled\t/)]);
    expect(await run('enable-user', [username])).toContain('work again: 1');
    expect(await status()).toBe(200);
    expect(await run('promote', [username])).toContain('is an administrator');
    expect(await run('demote', [username])).toContain('last active administrator');
    const other = await test.account();
    await run('promote', [other.username]);
    expect(await run('demote', [username])).toContain('no longer');
    expect(await run('promote', ['nobody'])).toContain('No user was found');
    expect(await run('promote', [])).toBe('Give one NAME.');
  });

  it('delete users after they say what goes', async () => {
    const [person, heir] = [await test.account(), await test.account()];
    const to = heir.username;
    expect(await run('delete-user', [person.username])).toMatch(/either/);
    expect(await run('delete-user', [person.username], { to, 'delete-workspaces': true })).toMatch(/either/);
    expect(await run('delete-user', [person.username], { to })).toMatch(/Nothing was deleted/);
    const said = await run('delete-user', [person.username], { to, yes: true });
    expect(said).toContain(`workspace "Primary Workspace", 0 figures, 0 bytes: handed over to ${to}`);
    expect(said).toContain(`Deleted ${person.username}.`);
    const entry = await test.server.database.db
      .selectFrom('audit')
      .select(['username', 'details'])
      .where('event', '=', 'account_deleted')
      .executeTakeFirstOrThrow();
    expect(entry).toEqual({ username: null, details: '{"deleted":0,"handed_over":1}' });
  });

  it('list and revoke keys', async () => {
    const [person, other] = [await test.account(), await test.account()];
    const [key] = [await test.key(person.proof, { name: 'laptop' }), await test.key(other.proof)];
    expect(await run('list-keys', [])).toContain(`${key.id}\t${person.username}\tlaptop\tfull\tnever used`);
    expect(JSON.parse(await run('list-keys', [person.username], { json: true }))).toMatchObject([{ api_id: key.id }]);
    expect(await run('list-keys', ['nobody'])).toBe('There is no user nobody.');
    expect(await run('revoke-key', [key.id.toUpperCase()])).toContain('Revoked the key "laptop"');
    expect((await test.call('GET', 'workspace/', undefined, key.proof)).status).toBe(401);
    expect(await run('revoke-key', [key.id])).toContain('no API key');
    expect(await run('list-keys', [person.username])).toBe('There are no API keys.');
  });
});

describe('the help', () => {
  it.each(Object.entries(commands))('of %s has its usage, each option and an example', (name, command) => {
    const text = helpOf(name, command);
    expect(text).toContain(`Usage: npm run admin -- ${command.usage}`);
    for (const option of Object.keys(command.options)) expect(text).toMatch(new RegExp(`^  --${option} +\\S`, 'm'));
    expect(text).toMatch(new RegExp(`^  npm run admin -- ${name}\\b`, 'm'));
    expect(help()).toContain(command.usage);
  });
});
