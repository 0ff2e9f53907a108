/** Scrolls through the figures of DEMO_ANALYSIS on a slow processor. Prints the long tasks of the page as JSON. */
import { launch, newPage, setting, signIn } from '../browser/app.ts';
import { processorTimes, traced } from './tasks.ts';

const SLOWDOWN = 4;
const MILLISECONDS = 5000;
/** Pixels of a turn of the wheel, and the time between two. */
const PIXELS = 120;
const PERIOD_MS = 16;
/** Name of a mark in the trace. */
const MARK = 'scroll begins';

const url = setting('DEMO_URL');
const { username, password } = JSON.parse(setting('DEMO_ACCOUNT')) as { username: string; password: string };
const browser = await launch();
const page = await newPage(browser);
await page.setViewportSize({ width: 1440, height: 900 });
await signIn(page, url, username, password);
await page.goto(`${url}/analysis/${setting('DEMO_ANALYSIS')}`);
const figures = page.getByRole('main').locator('a[href^="/figure/"]');
await figures.first().waitFor();
await page.waitForLoadState('networkidle');
await page.mouse.move(720, 600);
const session = await page.context().newCDPSession(page);
await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
const events = await traced(session, async () => {
  // Tells the trace which process has the page.
  await page.evaluate((name) => performance.mark(name), MARK);
  const end = performance.now() + MILLISECONDS;
  while (performance.now() < end) {
    await page.mouse.wheel(0, PIXELS);
    await page.waitForTimeout(PERIOD_MS);
  }
});
await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
const pixels = await page.evaluate(() => document.scrollingElement?.scrollTop ?? 0);
await browser.close();
const { task, long } = processorTimes(events, ({ name }) => name === MARK);
console.log(JSON.stringify({ long, longest: task.processor, pixels }));
