/**
 * The child process that compares revisions. It decodes untrusted bytes, so it has no secret and no handle of the
 * server, and gets all bytes by messages.
 */
import { getPriority, setPriority } from 'node:os';
import { compareRevisions, type Datum, type ReadDatum } from '@gofigr/compare';
import { newBudget } from './budget.ts';
import { decode, refusalOf } from './decode.ts';
import type { FromChild, ToChild } from './messages.ts';

/** Gives way to the server, but still makes progress if other programs use every core. */
const NICENESS = 5;

if (getPriority() < NICENESS) setPriority(NICENESS);

const waiting = new Map<string, (bytes: Uint8Array<ArrayBuffer> | null) => void>();

process.on('disconnect', () => process.exit());
process.on('message', (message: ToChild) => {
  if ('job' in message) void compare(message);
  else waiting.get(message.id)?.(message.bytes);
});
send({ ready: true });

async function compare({ job, a, b, choice }: Extract<ToChild, { job: number }>): Promise<void> {
  send({ job, result: JSON.stringify(await compareRevisions(a, b, read, { ...choice, budget: newBudget() })) });
}

const read: ReadDatum = async (datum) => {
  const refusal = refusalOf(datum);
  if (refusal !== undefined) return { skipped: refusal };
  const bytes = await receive(datum);
  return bytes ? decode(datum, bytes) : { skipped: 'its bytes can not be read' };
};

async function receive({ id = '' }: Datum): Promise<Uint8Array<ArrayBuffer> | null> {
  const { promise, resolve } = Promise.withResolvers<Uint8Array<ArrayBuffer> | null>();
  waiting.set(id, resolve);
  send({ need: id });
  const bytes = await promise;
  waiting.delete(id);
  return bytes;
}

function send(message: FromChild): void {
  process.send?.(message);
}
