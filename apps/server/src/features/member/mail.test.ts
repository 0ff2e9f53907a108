import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/index.ts';

let smtp: SMTPServer;
let test: TestServer;
const mails: { to: string[]; text: string }[] = [];
beforeAll(async () => {
  smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, text: Buffer.concat(parts).toString() });
        done();
      });
    },
  });
  const { promise, resolve } = Promise.withResolvers<number>();
  const listening = smtp.listen(0, '127.0.0.1', () => resolve((listening.address() as { port: number }).port));
  test = await startTestServer({
    GOFIGR_SMTP_URL: `smtp://127.0.0.1:${await promise}`,
    GOFIGR_PUBLIC_URL: 'https://figures.example.org',
  });
});
afterAll(() => new Promise<void>((resolve) => smtp.close(() => resolve())));

it('added users are mailed, at most five times an hour, without user-chosen text; a new role is not mailed', async () => {
  const [owner, added] = [await test.account(), await test.account()];
  const name = 'Your account is locked: http://evil.example.org';
  const workspace = (await test.call('POST', 'workspace/', { name }, owner.proof)).body.api_id;
  const edit = (what: string, membership_type?: string) =>
    test.call(
      'POST',
      `workspace/${workspace}/members/${what}/`,
      { username: added.username, membership_type },
      owner.proof,
    );
  await edit('add', 'viewer');
  await expect.poll(() => mails.map(({ to }) => to)).toEqual([[`${added.username}@example.org`]]);
  expect(mails[0]?.text).toContain('https://figures.example.org/');
  for (const word of ['evil', 'locked', owner.username]) expect(mails[0]?.text).not.toContain(word);

  await edit('add', 'creator');
  await edit('change', 'viewer');
  for (let times = 0; times < 9; times++) {
    await edit('remove');
    await edit('add', 'viewer');
  }
  // Stopping the server sends pending mails.
  await test.close();
  expect(mails).toHaveLength(5);
});
