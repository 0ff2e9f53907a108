/**
 * Asks a server for `/healthz` on one connection, at most every 5 ms, until its standard input ends: `probe.ts URL`.
 * Prints the milliseconds of each answer as JSON. An answer waits as long as the server's event loop is blocked.
 */
import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const PERIOD_MS = 5;

const [url = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
process.stdin.resume();

function ask(): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  get(`${url}/healthz`, { agent }, (answer) => {
    answer.resume().on('end', () => {
      if (answer.statusCode === 200) resolve();
      else reject(new Error(`/healthz answered ${answer.statusCode}`));
    });
  }).on('error', reject);
  return promise;
}

await ask();
const times: number[] = [];
while (!process.stdin.readableEnded) {
  const begun = performance.now();
  await ask();
  const time = performance.now() - begun;
  times.push(time);
  await sleep(Math.max(0, PERIOD_MS - time));
}
agent.destroy();
console.log(JSON.stringify(times));
