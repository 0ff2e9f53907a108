import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let smtp: SMTPServer;
let test: TestServer;
let mails: { to: string; text: string }[] = [];
beforeAll(async () => {
  smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        // Undoes the line breaks of quoted-printable.
        const text = Buffer.concat(parts).toString().replaceAll('=\r\n', '').replaceAll('=3D', '=');
        mails.push(...session.envelope.rcptTo.map(({ address }) => ({ to: address, text })));
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
afterAll(async () => {
  await test.close();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
});
beforeEach(() => void (mails = []));

const ask = (as: Proof, email: string, current = PASSWORD) => test.call('POST', 'email/', { email, current }, as);
const confirm = (token: string) => test.call('POST', 'email/confirm/', { token });
const stateOf = async (as: Proof) => (await test.call('GET', 'email/', undefined, as)).body;
/** Events of an account. The server notes the first use of a key by itself, a moment later. */
const eventsOf = async (as: Proof) => {
  const { body } = await test.call('GET', 'audit/', undefined, as);
  return body.entries.map(({ event }: any) => event).filter((event: string) => event !== 'key_used_from_new_address');
};
const mailTo = async (to: string) => {
  await expect.poll(() => mails.filter((mail) => mail.to === to).length).toBeGreaterThan(0);
  return mails.findLast((mail) => mail.to === to)?.text ?? '';
};
const tokenIn = (text: string) => /https:\/\/figures\.example\.org\/confirm-email#token=(\S+)/.exec(text)?.[1] ?? '';

describe('another mail address', () => {
  it('is set when the link that was sent to it is opened, once; sessions and keys stay', async () => {
    const one = await test.account();
    const key = await test.key(one.proof);
    const old = `${one.username}@example.org`;
    const email = `${one.username}@new.example.org`;
    const asked = await ask(one.proof, email);
    expect([asked.status, asked.body.email, asked.body.pending.email]).toEqual([200, old, email]);
    expect(await mailTo(old)).not.toContain(email);
    const token = tokenIn(await mailTo(email));
    const { db } = test.server.database;
    expect(JSON.stringify(await db.selectFrom('credentials').selectAll().execute())).not.toContain(token);
    expect((await stateOf(one.proof)).email).toBe(old);

    const { status, body } = await confirm(token);
    expect([status, body]).toEqual([200, { username: one.username, email }]);
    expect(await stateOf(one.proof)).toEqual({ email, pending: null });
    expect((await test.call('GET', 'user/', undefined, key.proof)).body[0].email).toBe(email);
    await expect.poll(() => mails.filter(({ to }) => to === old).length).toBe(2);
    const again = await confirm(token);
    expect([again.status, again.body.code]).toEqual([403, 'email_link_not_valid']);
    expect(await eventsOf(one.proof)).toEqual([
      'email_changed',
      'email_change_requested',
      'key_created',
      'sign_in',
      'account_created',
    ]);
  });

  it('needs the current password, whose wrong attempts are limited, together with those of a new password', async () => {
    const one = await test.account();
    const { status, body } = await ask(one.proof, 'x@example.org', 'wrong');
    expect([status, body.code]).toEqual([400, 'wrong_password']);
    for (let times = 0; times < 9; times++)
      await test.call('POST', 'password/', { current: 'wrong', password: 'another long pass-phrase' }, one.proof);
    expect((await ask(one.proof, 'x@example.org')).status).toBe(429);
    expect(await stateOf(one.proof)).toMatchObject({ pending: null });
    expect(mails).toEqual([]);
  });

  it('that another account has looks the same to the asker, but gets no link', async () => {
    const [one, other] = [await test.account(), await test.account()];
    const taken = `${other.username}@EXAMPLE.org`;
    const { status, body } = await ask(one.proof, taken);
    expect([status, body.pending.email]).toEqual([200, taken]);
    const told = await mailTo(`${other.username}@example.org`);
    expect(told).toContain('Nothing has changed');
    expect(told).not.toContain(one.username);
    expect(tokenIn(told)).toBe('');
  });

  it('that another account took meanwhile is refused', async () => {
    const [one, other] = [await test.account(), await test.account()];
    await ask(one.proof, 'both@example.org');
    const token = tokenIn(await mailTo('both@example.org'));
    const { db } = test.server.database;
    await db.updateTable('users').set({ email: 'both@example.org' }).where('username', '=', other.username).execute();
    expect((await confirm(token)).status).toBe(403);
    expect((await stateOf(one.proof)).email).toBe(`${one.username}@example.org`);
  });

  it('is withdrawn by hand, by another request, and by a new password', async () => {
    const one = await test.account();
    const asking = async (email: string) => {
      expect((await ask(one.proof, email)).status).toBe(200);
      return tokenIn(await mailTo(email));
    };
    const first = await asking(`1-${one.username}@example.org`);
    const second = await asking(`2-${one.username}@example.org`);
    expect((await confirm(first)).status).toBe(403);
    expect((await test.call('DELETE', 'email/', undefined, one.proof)).status).toBe(204);
    expect((await confirm(second)).status).toBe(403);
    const third = await asking(`3-${one.username}@example.org`);
    const changed = { current: PASSWORD, password: 'quite another pass-phrase' };
    await test.call('POST', 'password/', changed, one.proof);
    expect((await confirm(third)).status).toBe(403);
    expect(await stateOf(one.proof)).toMatchObject({ pending: null });
  });

  it('ends links for a new password that the old address got', async () => {
    const one = await test.account();
    await test.call('POST', 'password/forgot/', { account: one.username });
    const reset = /reset-password#token=(\S+)/.exec(await mailTo(`${one.username}@example.org`))?.[1];
    await ask(one.proof, `${one.username}@new.example.org`);
    await confirm(tokenIn(await mailTo(`${one.username}@new.example.org`)));
    const { status } = await test.call('POST', 'password/reset/', { token: reset, password: 'one more pass-phrase' });
    expect(status).toBe(403);
  });

  it('is limited by user, by address and by wrong links', async () => {
    const [one, other] = [await test.account(), await test.account()];
    for (let times = 0; times < 5; times++) expect((await ask(one.proof, 'pester@example.org')).status).toBe(200);
    expect((await ask(one.proof, 'pester@example.org')).status).toBe(429);
    await ask(other.proof, 'pester@example.org');
    await expect.poll(() => mails.filter(({ to }) => to.startsWith(other.username)).length).toBe(1);
    expect(mails.filter(({ to }) => to === 'pester@example.org')).toHaveLength(3);
    let last = 0;
    for (let times = 0; times < 11; times++) last = (await confirm(`gfemail_${times}`)).status;
    expect(last).toBe(429);
  });

  it('is refused if it is no address or the present one', async () => {
    const one = await test.account();
    for (const email of ['', 'nobody', 'a b@example.org', `${one.username}@example.org`])
      expect([email, (await ask(one.proof, email)).status]).toEqual([email, 400]);
  });
});

it('without a mail server, an administrator has to change the address', async () => {
  const silent = await startTestServer();
  const one = await silent.account();
  const { status, body } = await silent.call(
    'POST',
    'email/',
    { email: 'x@example.org', current: PASSWORD },
    one.proof,
  );
  expect([status, body.code]).toEqual([503, 'unavailable']);
  expect(body.detail).toContain('administrator');
  await silent.close();
});
