import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { TaskError } from '../../lib/run.ts';
import { type BenchServer, send } from './bench-server.ts';

/** Streams that one account may have. */
const OF_ACCOUNT = 20;
/** Accounts that are made, and streams that are opened, at once. */
const AT_ONCE = 5;

/** Runs work for each value, some at once. Returns the results in the order of the values. */
async function eachOf<T, R>(values: readonly T[], work: (value: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < values.length; at += AT_ONCE)
    results.push(...(await Promise.all(values.slice(at, at + AT_ONCE).map(work))));
  return results;
}

/** Makes members of the workspace who may open so many streams together. Returns the headers that send their keys. */
export async function makeReaders(server: BenchServer, streams: number): Promise<Record<string, string>[]> {
  const names = Array.from({ length: Math.ceil(streams / OF_ACCOUNT) }, (_, at) => `reader-${at}`);
  const readers = await eachOf(names, server.makeAccount);
  for (const username of names)
    await send(server, 'POST', `workspace/${server.workspace}/members/add/`, { username, membership_type: 'viewer' });
  return readers;
}

/** Opens so many streams of events, which read all that comes. Returns what closes them. */
export async function openStreams(
  server: BenchServer,
  readers: readonly Record<string, string>[],
  count: number,
): Promise<() => Promise<void>> {
  const numbers = Array.from({ length: count }, (_, at) => at);
  const answers = await eachOf(numbers, async (at) => {
    const headers = readers[Math.floor(at / OF_ACCOUNT)] ?? {};
    const asked = get(`${server.url}/api/v1.4.1/events/`, { headers, agent: false });
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]; // the event gives the answer
    if (answer.statusCode !== 200) throw new TaskError(`A stream answered ${answer.statusCode}.`);
    answer.resume();
    return answer;
  });
  return async () => {
    await Promise.all(
      answers.map((answer) => {
        const closed = once(answer, 'close').catch(() => undefined);
        answer.destroy();
        return closed;
      }),
    );
  };
}
