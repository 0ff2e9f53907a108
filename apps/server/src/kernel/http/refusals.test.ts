import { Writable } from 'node:stream';
import fastify from 'fastify';
import { expect, it } from 'vitest';
import { ApiError } from '../errors.ts';
import { handleError } from './error-answer.ts';

/** Log entries, from `info` on, when a handler throws. */
async function loggedFor(error: Error): Promise<{ status: number; lines: any[] }> {
  const lines: any[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const app = fastify({ logger: { level: 'info', stream }, disableRequestLogging: true });
  app.setErrorHandler(handleError);
  app.get('/', async () => {
    throw error;
  });
  const { statusCode } = await app.inject('/');
  await app.close();
  return { status: statusCode, lines };
}

it('a refusal by the server is logged in one line, below the default level', async () => {
  const { status, lines } = await loggedFor(new ApiError('unavailable', 'This server sends no mail.'));
  expect(status).toBe(503);
  expect(lines).toMatchObject([{ level: 30, code: 'unavailable' }]);
  expect(JSON.stringify(lines)).not.toContain('stack');
});

it('a failure is logged with its cause', async () => {
  const cause = new Error('disk I/O error');
  for (const error of [cause, new ApiError('unavailable', 'The bytes can not be read now.', { cause })]) {
    const { lines } = await loggedFor(error);
    expect(lines).toMatchObject([{ level: 50, err: { stack: expect.stringContaining('disk I/O error') } }]);
  }
});
