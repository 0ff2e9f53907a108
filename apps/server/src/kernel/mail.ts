import { createTransport } from 'nodemailer';
import type { Config } from './config/index.ts';

export interface Message {
  to: string;
  subject: string;
  /** Plain text; lines are sent as they are. */
  text: string;
}

/** Sends mail after the answer to a request: nothing waits for it, and nothing fails for want of it. */
export interface Mail {
  /** Whether the server is set up to send mail. */
  enabled: boolean;
  /** Hands a message over; what goes wrong is told to the log, without the message. */
  send(message: Message): void;
  /** Finds out what to send after the answer, so that its time tells nothing. */
  later(work: () => Promise<void>): void;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/** How long the mail server may take for any step. */
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
    // An address object is never parsed, so that nobody writes further recipients into one.
    send: (message) => track(() => transport.sendMail({ ...message, from, to: { name: '', address: message.to } })),
    later: track,
    async close() {
      while (underWay.size > 0) await Promise.all(underWay);
      transport.close();
    },
  };
}
