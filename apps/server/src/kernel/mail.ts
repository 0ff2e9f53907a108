import { createTransport } from 'nodemailer';
import type { Config } from './config/index.ts';

export interface Message {
  to: string;
  subject: string;
  /** Plain text; lines are sent unchanged. */
  text: string;
}

/** Sends mail after the answer to a request: no request waits for a mail or fails because of one. */
export interface Mail {
  /** Whether the server is configured to send mail. */
  enabled: boolean;
  /** Sends a message; errors are logged without the message. */
  send(message: Message): void;
  /** Runs work after the answer, so that the time of the answer reveals nothing. */
  later(work: () => Promise<void>): void;
  /** Waits for running work. */
  close(): Promise<void>;
}

/** Time limit of each step with the mail server. */
const TIMEOUT_MS = 20_000;

export function createMail(
  { smtpUrl, mailFrom, publicUrl }: Pick<Config, 'smtpUrl' | 'mailFrom' | 'publicUrl'>,
  onError: (error: unknown) => void,
): Mail {
  if (smtpUrl === null)
    return { enabled: false, send: () => undefined, later: () => undefined, close: async () => undefined };
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  const from = mailFrom ?? `GoFigr <gofigr@${publicUrl.hostname}>`;
  const underWay = new Set<Promise<unknown>>();

  function track(work: () => Promise<unknown>): void {
    const running: Promise<unknown> = Promise.resolve()
      .then(work)
      .catch(onError)
      .finally(() => underWay.delete(running));
    underWay.add(running);
  }

  return {
    enabled: true,
    // An address object is never parsed, so nobody can smuggle in more recipients.
    send: (message) => track(() => transport.sendMail({ ...message, from, to: { name: '', address: message.to } })),
    later: track,
    async close() {
      while (underWay.size > 0) await Promise.all(underWay);
      transport.close();
    },
  };
}
