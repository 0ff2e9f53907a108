import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, gzippedScripts } from '../browser/app.ts';
import { type LargePair, publishLargePairs } from './large-pairs.ts';
import { openDemo } from './open-demo.ts';
import { openPlainPage } from './plain-page.ts';
import { loads, processorTimes, traced } from './tasks.ts';

/** Goals: milliseconds of the page's longest task, milliseconds of the difference, kilobytes of compressed JavaScript. */
const GOALS = { task: 100, difference: 1000, scripts: 250 };
const SLOWDOWN = 4;
const RUNS = 3;
/** Milliseconds in which the page does the rest, after it shows the differences. */
const REST = 1000;

interface Measured {
  opened: number;
  task: number;
  /** The longest task by the clock. */
  taskByClock: number;
  workers: number;
  /** From the first question to a worker to its answer. NaN without one. */
  difference: number;
  scripts: number;
}

const demo = await openDemo();
const cookies = await demo.page.context().cookies();
const session = await demo.browser.newBrowserCDPSession();
const wanted = process.argv.slice(2);
let missed = 0;
for (const pair of await publishLargePairs(demo.page)) {
  if (wanted.length > 0 && !wanted.includes(pair.name)) continue;
  // The server's time is not the page's: it stores the comparison before the page opens.
  const { line } = await ask(demo.page, 'GET', `compare/?a=${pair.a}&b=${pair.b}`);
  for (const slowdown of [1, SLOWDOWN]) {
    const runs: Measured[] = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await measure(pair, slowdown));
    const middle = medians(runs);
    // Others have workers, too, which answer more than once.
    const isPicture = pair.name === 'Pictures';
    const words = [
      `${pair.name.padEnd(8)} ${slowdown}×`,
      `opened in ${ms(middle.opened)}`,
      `longest task ${ms(middle.task)} (${ms(middle.taskByClock)} by the clock)`,
      ...(isPicture ? [`difference ${ms(middle.difference)}, workers ${ms(middle.workers)}`] : []),
      `JavaScript ${(middle.scripts / 1000).toFixed(0)} kB gzip`,
      `load ${loadavg()[0]?.toFixed(0)}`,
    ];
    console.log(`${words.join(' · ')}${slowdown === 1 ? ` · ${line}` : ''}`);
    if (middle.task > GOALS.task) missed += 1;
    if (middle.scripts / 1000 > GOALS.scripts) missed += 1;
    if (isPicture && Math.min(middle.difference, middle.workers) > GOALS.difference) missed += 1;
  }
}
await demo.browser.close();
console.log(`Medians of ${RUNS}. Times of tasks and workers are of the processor. ${missed} goals missed.`);
process.exitCode = missed === 0 ? 0 : 1;

function ms(time: number): string {
  return `${time.toFixed(0)} ms`;
}

function medians(runs: readonly Measured[]): Measured {
  const middle = (key: keyof Measured) =>
    runs.map((run) => run[key]).toSorted((a, b) => a - b)[Math.floor(runs.length / 2)];
  return Object.fromEntries(Object.keys(runs[0] ?? {}).map((key) => [key, middle(key as keyof Measured)])) as never; // the same keys
}

/** Opens the page by its address, in a new browser session with an empty cache. */
async function measure({ a, b, state, shown }: LargePair, slowdown: number): Promise<Measured> {
  const page = await openPlainPage(session, cookies);
  await page.send('Page.enable');
  await page.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${timeWorkers.toString()})()` });
  await page.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const address = `${demo.url}/compare/${a}...${b}`;
  const started = performance.now();
  let opened = 0;
  const events = await traced(session, async () => {
    await page.send('Page.navigate', { url: `${address}${state}` });
    await page.until(`${shown}.test(document.querySelector('main')?.innerText)`);
    opened = performance.now() - started;
    await sleep(REST);
  });
  const difference = Number(await page.evaluate('String(answered)'));
  const files = await page.evaluate(`performance.getEntriesByType('resource').map(({ name }) => name)`);
  await page.close();
  const { task, workers } = processorTimes(events, loads(address));
  const scripts = await gzippedScripts(files);
  return { opened, task: task.processor, taskByClock: task.clock, workers, difference, scripts };
}

/** Runs in the page before its own scripts. Notes the time from a worker's question to its answer. */
function timeWorkers(): void {
  const noted = { answered: Number.NaN };
  Object.assign(globalThis, noted);
  const { Worker: Usual } = globalThis;
  globalThis.Worker = class extends Usual {
    override postMessage(...args: [unknown]): void {
      const asked = performance.now();
      this.addEventListener('message', () => Object.assign(globalThis, { answered: performance.now() - asked }), {
        once: true,
      });
      super.postMessage(...args);
    }
  };
}
