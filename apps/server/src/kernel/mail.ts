import { createTransport } from 'nodemailer';
import type { Config } from './config/index.ts';
import { codeOf } from './errors.ts';

export interface Message {
  to: string;
  subject: string;
  /** Plain text; lines are sent unchanged. */
  text: string;
}

/** Sends mail after the answer to a request: no request waits for a mail or fails because of one. */
export interface Mail {
  /** Tells whether the server is configured to send mail. */
  enabled: boolean;
  /** Sends a message; errors are logged without the message. */
  send(message: Message): void;
  /** Runs work after the answer, so that the time of the answer reveals nothing. */
  later(work: () => Promise<void>): void;
  /** Waits for running work. */
  close(): Promise<void>;
}

export interface Mailer extends Mail {
  /** Sends a message and waits for the mail server; returns the problem in words, or null if it took the message. */
  attempt(message: Message): Promise<string | null>;
}

export interface MailListener {
  /** Work that failed. */
  onError(error: unknown): void;
  /** The mail server took a message, or why not. Refusals of a recipient are no result. */
  onResult?(problem: string | null): Promise<void>;
}

/** Time limit of each step with the mail server. */
const TIMEOUT_MS = 20_000;

export function createMail(
  { smtpUrl, mailFrom, publicUrl }: Pick<Config, 'smtpUrl' | 'mailFrom' | 'publicUrl'>,
  { onError, onResult = async () => undefined }: MailListener,
): Mailer {
  if (smtpUrl === null)
    return {
      enabled: false,
      send: () => undefined,
      attempt: async () => 'The server has no mail server: GOFIGR_SMTP_URL is not set.',
      later: () => undefined,
      close: async () => undefined,
    };
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  const from = mailFrom ?? `GoFigr <gofigr@${publicUrl.hostname}>`;
  const underWay = new Set<Promise<unknown>>();

  function track<T>(work: () => Promise<T>): Promise<T> {
    const running = Promise.resolve().then(work);
    const quiet = running.catch(onError).finally(() => underWay.delete(quiet));
    underWay.add(quiet);
    return running;
  }

  async function deliver(message: Message): Promise<void> {
    try {
      // An address object is never parsed, so nobody can smuggle in more recipients.
      await transport.sendMail({ ...message, from, to: { name: '', address: message.to } });
    } catch (error) {
      if (codeOf(error) !== 'EENVELOPE') await onResult(kindOf(error));
      throw error;
    }
    await onResult(null);
  }

  return {
    enabled: true,
    send: (message) => void track(() => deliver(message)).catch(() => undefined),
    attempt: (message) =>
      track(() => deliver(message)).then(
        () => null,
        (error: unknown) => problemOf(error, smtpUrl),
      ),
    later: (work) => void track(work).catch(() => undefined),
    async close() {
      while (underWay.size > 0) await Promise.all(underWay);
      transport.close();
    },
  };
}

const KINDS: Readonly<Record<string, string>> = {
  EAUTH: 'The mail server refused the user or the password of GOFIGR_SMTP_URL.',
  ENOAUTH: 'The mail server wants a user and a password in GOFIGR_SMTP_URL.',
  EDNS: 'The host of GOFIGR_SMTP_URL was not found.',
  ECONNECTION: 'The mail server closed or refused the connection.',
  ECONNREFUSED: 'Nothing answers at the host and port of GOFIGR_SMTP_URL.',
  ESOCKET: 'The connection to the mail server failed. Check the host, the port and smtp:// or smtps://.',
  ETIMEDOUT: 'The mail server did not answer in time.',
  ETLS: 'The mail server and this server found no common encryption.',
  EENVELOPE: 'The mail server refused the sender or the recipient. Check GOFIGR_MAIL_FROM.',
  EMESSAGE: 'The mail server refused the message.',
};

/** Kind of a failure, without words of the mail server, which may name people. */
const kindOf = (error: unknown): string => KINDS[codeOf(error) ?? ''] ?? 'The mail server did not take the mail.';

/** Longest text of the mail server that is repeated. */
const LONGEST = 300;

/** A failure in words, with those of the mail server, but without the secrets of its address. */
function problemOf(error: unknown, smtpUrl: string): string {
  const said = hasResponse(error) ? error.response : error instanceof Error ? error.message : '';
  const { username, password } = new URL(smtpUrl);
  const secrets = [username, password, decodeURIComponent(username), decodeURIComponent(password)];
  const safe = secrets.filter((secret) => secret !== '').reduce((text, secret) => text.replaceAll(secret, '…'), said);
  const line = safe
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST);
  return line === '' ? kindOf(error) : `${kindOf(error)} It said: ${line}`;
}

const hasResponse = (error: unknown): error is { response: string } =>
  typeof error === 'object' && error !== null && 'response' in error && typeof error.response === 'string';
