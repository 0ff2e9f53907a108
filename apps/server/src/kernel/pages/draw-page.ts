import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { Runtimes } from '../runtimes/index.ts';
import { type BrowserLimits, PageLimit, type RunningBrowser, startBrowser } from './browser.ts';
import type { DevtoolsEvent, Values } from './devtools.ts';
import type { Walls } from './walls.ts';

/** The page has an address that no server answers. */
const ADDRESS = 'https://page.invalid/';
const WINDOW = { width: 1024, height: 768 };
const MOST_PIXELS = 2048;

/** A page is drawn when it has been loaded, and asked for nothing for so long. In milliseconds. */
const QUIET_MS = 1000;
/** Longest time for that after loading. */
const SETTLING_MS = 8000;
const LOOK_MS = 100;

/** More requests than a chart needs. */
const MOST_REQUESTS = 2000;

/** The page runs scripts on an opaque origin. It can open, download and send nothing. */
const POLICY = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' https: blob: data:",
  "style-src 'unsafe-inline' https:",
  'img-src data: blob:',
  'media-src data: blob:',
  'font-src https: data:',
  'connect-src https: data: blob:',
  'worker-src blob: data:',
  'frame-src blob: data:',
  "form-action 'none'",
  "base-uri 'none'",
].join('; ');

export interface PageDrawing {
  chromium: string;
  walls: Walls;
  limits: BrowserLimits;
  runtimes: Pick<Runtimes, 'openPublic'>;
}

/** Draws a page as PNG: its charts, or what its window shows. Rejects with `PageLimit` when a limit ends it. */
export async function drawPage(html: string, { chromium, walls, limits, runtimes }: PageDrawing): Promise<Uint8Array> {
  const state = { lastRequest: 0, requests: 0, loaded: Promise.withResolvers<void>() };
  state.loaded.promise.catch(() => undefined);
  const browser = await startBrowser(chromium, walls, limits, (event) => {
    // A call fails when the browser or its page has ended; `drawn` then fails, too.
    handle(event).catch(() => undefined);
  });

  async function handle({ method, params, sessionId }: DevtoolsEvent): Promise<void> {
    // Those of the empty page before may come late. A page that tried to leave has only the second.
    const hasStopped = method === 'Page.loadEventFired' || method === 'Page.frameStoppedLoading';
    if (hasStopped && state.requests > 0) state.loaded.resolve();
    if (method === 'Target.attachedToTarget') await watchTarget(browser, String(params['sessionId']));
    if (method !== 'Fetch.requestPaused') return;
    state.lastRequest = performance.now();
    state.requests += 1;
    const found = state.requests > MOST_REQUESTS ? null : await answerTo(params, html, runtimes);
    const { requestId } = params;
    if (found) await browser.call('Fetch.fulfillRequest', { requestId, ...found }, sessionId);
    else await browser.call('Fetch.failRequest', { requestId, errorReason: 'Aborted' }, sessionId);
  }

  try {
    return await drawn(browser, state);
  } finally {
    await browser.stop();
  }
}

async function drawn(
  browser: RunningBrowser,
  state: { lastRequest: number; loaded: PromiseWithResolvers<void> },
): Promise<Uint8Array> {
  await browser.call('Browser.setDownloadBehavior', { behavior: 'deny' });
  const { targetId } = await browser.call('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await browser.call('Target.attachToTarget', { targetId, flatten: true });
  const page = (method: string, params?: Values) => browser.call(method, params, String(sessionId));
  await page('Page.enable');
  await watchTarget(browser, String(sessionId));
  await page('Emulation.setDeviceMetricsOverride', { ...WINDOW, deviceScaleFactor: 1, mobile: false });
  // A page that never ends loading ends with the time limit, which rejects this call.
  const loaded = page('Page.navigate', { url: ADDRESS }).then(() => state.loaded.promise);
  loaded.catch(() => undefined);
  await Promise.race([loaded, browser.ended]);
  const giveUp = performance.now() + SETTLING_MS;
  const loadedAt = performance.now();
  while (performance.now() < Math.min(giveUp, Math.max(loadedAt, state.lastRequest) + QUIET_MS)) await sleep(LOOK_MS);
  const clip = await placeOfCharts(page);
  const { data } = await page('Page.captureScreenshot', { format: 'png', clip: { ...clip, scale: 1 } });
  if (typeof data !== 'string') throw new Error('The browser sent no picture');
  return Buffer.from(data, 'base64');
}

type Call = (method: string, params?: Values) => Promise<Values>;

/** Answers all requests of a page, or of a frame or worker in it, before they reach a network that isn't there. */
async function watchTarget(browser: RunningBrowser, sessionId: string): Promise<void> {
  const call = (method: string, params: Values) => browser.call(method, params, sessionId);
  await call('Fetch.enable', { patterns: [{ urlPattern: '*' }] }).catch(unlessEnded);
  await call('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }).catch(
    unlessEnded,
  );
  await call('Runtime.runIfWaitingForDebugger', {}).catch(unlessEnded);
}

/** Some targets lack some commands. */
function unlessEnded(error: unknown): void {
  if (error instanceof PageLimit) throw error;
}

async function answerTo(params: Values, html: string, runtimes: Pick<Runtimes, 'openPublic'>): Promise<Values | null> {
  const { request } = params;
  const url = typeof request === 'object' && request !== null && 'url' in request ? String(request.url) : '';
  if (url === ADDRESS) return answer(html, 'text/html; charset=utf-8', { 'content-security-policy': POLICY });
  const found = await runtimes.openPublic(url);
  return found && answer(found.isCompressed ? gunzipSync(found.bytes) : found.bytes, found.type);
}

function answer(body: string | Uint8Array, type: string, more: Record<string, string> = {}): Values {
  const headers = { 'content-type': type, 'access-control-allow-origin': '*', ...more };
  return {
    responseCode: 200,
    responseHeaders: Object.entries(headers).map(([name, value]) => ({ name, value })),
    body: Buffer.from(body).toString('base64'),
  };
}

/** Finds the rectangle around the charts of a page. The page could lie, which only changes its own picture. */
const FIND_CHARTS = `(() => {
  const boxes = [...document.querySelectorAll('svg, canvas, img, video, table, iframe, .plotly-graph-div, .bk-root')]
    .map((one) => one.getBoundingClientRect()).filter(({ width, height }) => width > 30 && height > 30);
  if (boxes.length === 0) return null;
  const edge = (pick, of) => pick(...boxes.map(of));
  const x = Math.max(0, edge(Math.min, (box) => box.left)), y = Math.max(0, edge(Math.min, (box) => box.top));
  return [x, y, edge(Math.max, (box) => box.right) - x, edge(Math.max, (box) => box.bottom) - y];
})()`;

async function placeOfCharts(page: Call): Promise<{ x: number; y: number; width: number; height: number }> {
  const { frameTree } = await page('Page.getFrameTree');
  const frame = valueIn(valueIn(frameTree, 'frame'), 'id');
  // A world of its own, in which the page can't have replaced any function.
  const { executionContextId: contextId } = await page('Page.createIsolatedWorld', { frameId: frame });
  const { result } = await page('Runtime.evaluate', { expression: FIND_CHARTS, contextId, returnByValue: true });
  const numbers = valueIn(result, 'value');
  const box = Array.isArray(numbers) ? numbers.map((value) => (typeof value === 'number' ? Math.round(value) : 0)) : [];
  const [x = 0, y = 0, width = 0, height = 0] = box;
  if (width < 1 || height < 1) return { x: 0, y: 0, ...WINDOW };
  return { x, y, width: Math.min(width, MOST_PIXELS), height: Math.min(height, MOST_PIXELS) };
}

const valueIn = (from: unknown, key: string): unknown =>
  typeof from === 'object' && from !== null ? Reflect.get(from, key) : undefined;
