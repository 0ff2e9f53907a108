import type { Message } from '../../kernel/mail.ts';

/** A mail that only shows that mail arrives. */
export const testMail = (to: string, publicUrl: URL): Message => ({
  to,
  subject: 'A test mail of GoFigr',
  text: `This GoFigr server can send mail: ${publicUrl.href}\n\nAn administrator asked for this mail.\n`,
});
