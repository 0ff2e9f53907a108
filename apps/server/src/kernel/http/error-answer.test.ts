import fastify from 'fastify';
import { afterAll, expect, it } from 'vitest';
import { OutcomeUnknown } from '../db/index.ts';
import { handleError } from './error-answer.ts';
import { RequestCut } from './within-time.ts';

const lines: { level: number; msg: string; err?: { message: string } }[] = [];
let thrown: unknown;
const app = fastify({
  logger: { level: 'info', stream: { write: (line: string) => void lines.push(JSON.parse(line)) } },
});
app.setErrorHandler(handleError);
app.get('/', async () => {
  throw thrown;
});
afterAll(() => app.close());

async function answerTo(error: Error) {
  thrown = error;
  lines.length = 0;
  const answer = await app.inject('/');
  const logged = lines.find(({ msg }) => msg === 'failed' || msg === 'the client went away');
  return { status: answer.statusCode, code: answer.json().code, logged, retry: answer.headers['retry-after'] };
}
const reset = () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

it("a reset connection that is not the client's is a server error", async () => {
  const { status, code, logged, retry } = await answerTo(reset());
  expect([status, code, retry]).toEqual([503, 'unavailable', '5']);
  expect(logged).toMatchObject({ level: 50, msg: 'failed', err: { message: 'read ECONNRESET' } });
});

it('a request that its client interrupts is not a server error', async () => {
  const { status, logged } = await answerTo(new RequestCut(reset()));
  expect(status).toBe(400);
  expect(logged).toMatchObject({ level: 30, msg: 'the client went away' });
});

it('a commit with a lost answer is reported as possibly stored', async () => {
  const { status, code, logged, retry } = await answerTo(new OutcomeUnknown(reset()));
  expect([status, code, retry]).toEqual([503, 'outcome_unknown', '5']);
  expect(logged).toMatchObject({ level: 50, msg: 'failed' });
});

it.each(['EIO', 'EROFS', 'EMFILE'])('%s of a file is a server error', async (code) => {
  expect(await answerTo(Object.assign(new Error('no'), { code }))).toMatchObject({ status: 503, code: 'unavailable' });
});
