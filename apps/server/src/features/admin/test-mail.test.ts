import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let smtp: SMTPServer | undefined;
afterEach(async () => {
  await test.close();
  const { promise, resolve } = Promise.withResolvers<void>();
  if (smtp) smtp.close(() => resolve());
  else resolve();
  smtp = undefined;
  await promise;
});

/** Starts a mail server, and a GoFigr server that uses it. */
async function start(options: SMTPServerOptions, user = ''): Promise<Proof> {
  const { promise, resolve } = Promise.withResolvers<number>();
  smtp = new SMTPServer({ disabledCommands: ['STARTTLS'], authOptional: true, ...options });
  const listening = smtp.listen(0, '127.0.0.1', () => resolve((listening.address() as { port: number }).port));
  return startWith(`smtp://${user}127.0.0.1:${await promise}`);
}

async function startWith(url: string): Promise<Proof> {
  test = await startTestServer(url === '' ? {} : { GOFIGR_SMTP_URL: url });
  const { username, proof } = await test.account('ada');
  const { db } = test.server.database;
  await db.updateTable('users').set({ is_staff: 1 }).where('username', '=', username).execute();
  return proof;
}

const send = async (as: Proof) => (await test.call('POST', 'admin/test_mail/', undefined, as)).body;
const health = async (as: Proof) => (await test.call('GET', 'admin/health/', undefined, as)).body;

describe('a test mail', () => {
  it("goes to the caller's own address, and the health page tells when", async () => {
    const mails: string[] = [];
    const ada = await start({
      onData(stream, session, done) {
        mails.push(...session.envelope.rcptTo.map(({ address }) => address));
        stream.resume().on('end', () => done());
      },
    });
    expect((await health(ada)).mail).toEqual({
      configured: true,
      last_sent_on: null,
      last_failed_on: null,
      last_problem: null,
    });
    expect(await send(ada)).toEqual({ sent: true, to: 'ada@example.org', problem: null });
    expect(mails).toEqual(['ada@example.org']);
    expect((await health(ada)).mail).toMatchObject({ last_sent_on: expect.any(String), last_failed_on: null });
  });

  it('that the mail server refuses is answered with its words, and without the password', async () => {
    const ada = await start(
      { onAuth: ({ password }, _session, done) => done(new Error(`Wrong password ${password} for robot`)) },
      'robot:s3cr%40t@',
    );
    const { sent, problem } = await send(ada);
    expect(sent).toBe(false);
    expect(problem).toMatch(/refused the user or the password.* It said: .*Wrong password … for …/);
    const report = await health(ada);
    expect(report.mail).toMatchObject({ last_sent_on: null, last_failed_on: expect.any(String) });
    expect(report.mail.last_problem).toBe('The mail server refused the user or the password of GOFIGR_SMTP_URL.');
    expect(report.warnings.map(({ code }: { code: string }) => code)).toContain('mail_fails');
    expect(JSON.stringify([problem, report])).not.toContain('s3cr');
  });

  it('to an address that the mail server refuses is no fault of the mail server', async () => {
    const ada = await start({ onRcptTo: (_address, _session, done) => done(new Error('No such user')) });
    expect((await send(ada)).problem).toContain('No such user');
    expect((await health(ada)).mail.last_failed_on).toBeNull();
  });

  it('tells that nothing answers, or that there is no mail server', async () => {
    // Nothing listens on this port.
    const ada = await startWith('smtp://127.0.0.1:1');
    expect((await send(ada)).problem).toMatch(/Check the host|Nothing answers/);
    await test.close();
    const bob = await startWith('');
    expect((await send(bob)).problem).toContain('GOFIGR_SMTP_URL is not set');
    expect((await health(bob)).mail.configured).toBe(false);
  });

  it('can be sent five times in ten minutes', async () => {
    const ada = await startWith('');
    const statuses: number[] = [];
    for (let count = 0; count < 6; count++)
      statuses.push((await test.call('POST', 'admin/test_mail/', undefined, ada)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });
});
