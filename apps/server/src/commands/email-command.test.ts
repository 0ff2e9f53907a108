import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClock } from '../kernel/clock.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';
import { emailCommands } from './email-command.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());

it('change-email changes the address at once, but to none that another account has', async () => {
  const [one, other] = [await test.account(), await test.account()];
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
  const change = async (...[name, email]: (string | undefined)[]) =>
    emailCommands['change-email']?.run({ ...context }, name === undefined ? [] : [name], { email });

  await change(one.username, 'new@example.org');
  expect((await test.call('GET', 'email/', undefined, one.proof)).body.email).toBe('new@example.org');
  expect(lines).toEqual([
    `The mail address of ${one.username} is now new@example.org. It was ${one.username}@example.org.`,
  ]);
  const { entries } = (await test.call('GET', 'audit/', undefined, one.proof)).body;
  expect(entries[0]).toMatchObject({ event: 'email_changed', username: null, subject: one.username });

  await expect(change(one.username, `${other.username}@EXAMPLE.org`)).rejects.toThrow('Another account');
  for (const email of [undefined, '', 'nobody', 'a b@c'])
    await expect(change(one.username, email)).rejects.toThrow('--email needs');
  await expect(change('nobody', 'x@example.org')).rejects.toThrow('There is no user nobody.');
  await expect(change(undefined, 'x@example.org')).rejects.toThrow('Give one NAME.');
});
