import { scriptBytes } from '../browser/app.ts';
import { type Demo, freshPage, idOf, openDemo } from './open-demo.ts';

/** Measurements of a page load: milliseconds, a score for layout shifts, kilobytes of compressed JavaScript. */
interface Vitals {
  lcp: number;
  cls: number;
  tbt: number;
  scripts: number;
}

/** Goals for the gallery and the figure page, on the built server in headless Chromium. */
const GOALS: Vitals = { lcp: 1500, cls: 0.05, tbt: 200, scripts: 250 };
const RUNS = 3;

const demo = await openDemo();
const pages = {
  gallery: `/analysis/${idOf(demo.analyses, 'World development')}`,
  figure: `/figure/${idOf(demo.figures, 'Petal length against width')}`,
  home: '/',
};
let missed = 0;
for (const [name, path] of Object.entries(pages)) {
  const runs: Vitals[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await measure(demo, path));
  const middle = Object.fromEntries(
    Object.keys(GOALS).map((key) => [key, median(runs.map((run) => run[key as keyof Vitals]))]),
  ) as unknown as Vitals; // The same keys.
  console.log(
    `${name.padEnd(8)} LCP ${middle.lcp.toFixed(0)} ms · CLS ${middle.cls.toFixed(3)} · TBT ${middle.tbt.toFixed(0)} ms · JavaScript ${middle.scripts.toFixed(0)} kB gzip`,
  );
  for (const key of Object.keys(GOALS) as (keyof Vitals)[]) if (middle[key] > GOALS[key]) missed += 1;
}
await demo.browser.close();
console.log(`Median of ${RUNS}, each in a browser with an empty cache. ${missed} goals missed.`);
process.exitCode = missed === 0 ? 0 : 1;

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Opens a page by its address in a new browser session, as a person who follows a link does. */
async function measure(target: Demo, path: string): Promise<Vitals> {
  const signedIn = await freshPage(target);
  const cookies = await signedIn.context().storageState();
  await signedIn.context().close();
  const context = await target.browser.newContext({ storageState: cookies, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(observe);
  await page.goto(target.url + path, { waitUntil: 'networkidle' });
  await page.waitForTimeout(500);
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: Omit<Vitals, 'scripts'> }).seen);
  const scripts = (await scriptBytes(page)) / 1000;
  await context.close();
  return { ...seen, scripts };
}

/** Runs in the page before its own scripts. */
function observe(): void {
  const seen = { lcp: 0, cls: 0, tbt: 0 };
  Object.assign(globalThis, { seen });
  const watch = (type: string, note: (entry: any) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  watch('largest-contentful-paint', (entry) => (seen.lcp = entry.startTime));
  watch('layout-shift', (entry) => (seen.cls += entry.hadRecentInput ? 0 : entry.value));
  watch('longtask', (entry) => (seen.tbt += Math.max(0, entry.duration - 50)));
}
