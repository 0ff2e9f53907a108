import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** Mails that a server sent, by their readers. */
export interface Mails {
  /** Waits for a mail to an address, and returns the newest. */
  to(address: string): Promise<string>;
  close(): void;
}

const LONGEST_WAIT_MS = 60_000;

/** Receives mails on a port, as far as a test needs the protocol (RFC 5321). */
export async function receiveMails(port: number): Promise<Mails> {
  const mails: { to: string; text: string }[] = [];
  let arrived = Promise.withResolvers<void>();

  async function talk(socket: Socket): Promise<void> {
    const answer = (line: string) => socket.write(`${line}\r\n`);
    let readers: string[] = [];
    let text: string[] | null = null;
    answer('220 ready');
    for await (const line of createInterface({ input: socket })) {
      if (text !== null && line !== '.') {
        text.push(line);
        continue;
      }
      if (text !== null) {
        // Undoes the line breaks of quoted-printable.
        const whole = text.join('\n').replaceAll('=\n', '').replaceAll('=3D', '=');
        mails.push(...readers.map((to) => ({ to, text: whole })));
        [readers, text] = [[], null];
        arrived.resolve();
        arrived = Promise.withResolvers<void>();
        answer('250 taken');
      } else if (line === 'DATA') {
        text = [];
        answer('354 go on');
      } else {
        const reader = /^RCPT TO:<(.+?)>/i.exec(line)?.[1];
        if (reader !== undefined) readers.push(reader);
        answer(line === 'QUIT' ? '221 bye' : '250 well');
      }
    }
  }

  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    talk(socket).catch(() => undefined);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    async to(address) {
      const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
      for (;;) {
        const found = mails.findLast(({ to }) => to === address);
        if (found) return found.text;
        const late = once(signal, 'abort').then(() => {
          throw new Error(`no mail to ${address}, only to ${mails.map(({ to }) => to).join(', ') || 'nobody'}`);
        });
        await Promise.race([arrived.promise, late]);
      }
    },
    close: () => server.close(),
  };
}
