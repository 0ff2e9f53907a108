import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Turn } from '../pictures/index.ts';
import { findChromium } from './find-chromium.ts';
import { createPages, type Pages } from './index.ts';
import type { PagesOptions } from './pages.ts';
import { WALLS } from './walls.ts';

const folder = mkdtempSync(join(tmpdir(), 'pages-'));
const LIBRARY = `document.body.insertAdjacentHTML('beforeend', '<svg width="400" height="300"><rect width="400" height="300" fill="#d62728"/></svg>')`;
const runtimes = {
  openPublic: async (address: string) =>
    address === 'https://cdn.example.org/lib.js'
      ? { bytes: gzipSync(LIBRARY), isCompressed: true, type: 'text/javascript' }
      : null,
};
const by = (name: string): Turn => ({ author: name, caller: name });
let pages: Pages | undefined;
const create = (more: Partial<PagesOptions> = {}): Pages => (pages = createPages({ chromium: '', runtimes, ...more }));
afterEach(() => pages?.close());
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
function draw(html: string | Uint8Array, turn = by('ada'), name = `${(count += 1)}.html`) {
  const path = join(folder, name);
  writeFileSync(path, html);
  return (pages ?? create()).still({ path, lend: (work) => work(path) }, turn);
}

async function redPart(picture: Uint8Array | null): Promise<number> {
  if (!picture) return 0;
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let red = 0;
  for (let at = 0; at < data.length; at += 3)
    if (Number(data[at]) > 180 && Number(data[at + 1]) < 80 && Number(data[at + 2]) < 80) red += 1;
  return red / (info.width * info.height);
}

const RED = '<div style="position:fixed;inset:0;background:#d62728"></div>';

const problem = await createPages({ chromium: '', runtimes }).problem();
/** Registers tests of drawn pages. A container may forbid the namespaces: then the reason must be known. */
function withChromium(tests: () => void): void {
  // oxlint-disable-next-line vitest/no-conditional-tests, vitest/valid-describe-callback -- the machine decides
  if (problem === null) describe('with Chromium', tests);
  // oxlint-disable-next-line vitest/no-conditional-tests -- the machine decides
  else it('tells why this machine draws no page', () => expect(problem).toMatch(/Chromium|namespace|sandbox|network/i));
}
const onPath = (program: string) =>
  (process.env['PATH'] ?? '').split(delimiter).some((path) => existsSync(join(path, program)));
const walls = WALLS.filter(({ name }) => onPath(name === 'bubblewrap' ? 'bwrap' : name));

withChromium(() => {
  it('draws the chart of a page with a known script, and only the chart', async () => {
    create();
    const integrity = `sha256-${hash('sha256', LIBRARY, 'base64')}`;
    const tag = `<script src="https://cdn.example.org/lib.js" integrity="${integrity}" crossorigin="anonymous"></script>`;
    const { picture } = await draw(`<!doctype html><meta charset=utf-8><body>${tag}`);
    const { width, height } = await sharp(picture ?? undefined).metadata();
    expect([width, height]).toEqual([400, 300]);
    expect(await redPart(picture)).toBeGreaterThan(0.99);
  });

  it('draws a page that reads storage, and one in UTF-16', async () => {
    create();
    const stored = await draw(`<script>localStorage.a = 1; document.write('${RED}')</script>`);
    expect(await redPart(stored.picture)).toBeGreaterThan(0.9);
    const utf16 = await draw(Buffer.from(`\ufeff<!doctype html>${RED}`, 'utf16le'));
    expect(await redPart(utf16.picture)).toBeGreaterThan(0.9);
  });

  it('ends a page that loops or takes memory, and draws the next', async () => {
    create({ limits: { timeoutMs: 8000, memoryMb: 600 } });
    expect(await pages?.problem()).toBeNull();
    expect(await draw(`${RED}<script>for (;;);</script>`, by('mallory'))).toEqual({ picture: null, why: 'time' });
    const greedy = `<script>const kept = []; setInterval(() => { for (let n = 0; n < 20; n++) kept.push(new Uint8Array(5e6).fill(1)); }, 1);</script>`;
    expect(await draw(greedy, by('mallory'))).toEqual({ picture: null, why: 'memory' });
    expect(await redPart((await draw(RED)).picture)).toBeGreaterThan(0.9);
  });

  it('reaches no network, no file and no other page', async () => {
    const secret = join(folder, 'secret.txt');
    writeFileSync(secret, 'secret');
    let requests = 0;
    const server = createServer((_request, response) => {
      requests += 1;
      response.writeHead(200, { 'access-control-allow-origin': '*' }).end('hello');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const own = `http://127.0.0.1:${port}/`;
    // The page becomes red if nothing of this works.
    const attack = `<body><script>
      const won = []; const attempt = (what, act) => { try { if (act()) won.push(what); } catch {} };
      const frame = (src) => { const one = document.createElement('iframe'); one.src = src; document.body.append(one); };
      for (const src of ['${own}', 'file://${secret}', 'file:///etc/passwd', 'chrome://version', 'view-source:file:///etc/passwd']) frame(src);
      for (const src of ['${own}', 'file://${secret}']) {
        fetch(src).then(() => won.push('fetch ' + src), () => {});
        fetch(src, { mode: 'no-cors' }).then(() => won.push('no-cors ' + src), () => {});
        const image = new Image(); image.onload = () => won.push('image ' + src); image.src = src;
        const request = new XMLHttpRequest(); request.onload = () => won.push('xhr ' + src); try { request.open('GET', src); request.send(); } catch {}
      }
      try { const socket = new WebSocket('ws://127.0.0.1:${port}/'); socket.onopen = () => won.push('socket'); } catch {}
      try { const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:${port}' }] }); peer.createDataChannel('x'); peer.onicecandidate = ({ candidate }) => { if (/srflx|relay/.test(candidate?.candidate ?? '')) won.push('rtc'); }; peer.createOffer().then((offer) => peer.setLocalDescription(offer)); } catch {}
      attempt('popup', () => window.open('${own}'));
      attempt('cookie', () => document.cookie.includes('='));
      attempt('origin', () => self.origin !== 'null');
      navigator.sendBeacon?.('${own}');
      const link = Object.assign(document.createElement('a'), { href: 'data:text/plain,x', download: 'x' }); document.body.append(link); link.click();
      try { location = '${own}'; } catch {}
      setTimeout(() => { document.body.innerHTML = won.length ? '<h1>' + won.join() + '</h1>' : '${RED}'; }, 900);
    </script>`;
    create();
    const { picture } = await draw(attack, by('mallory'));
    server.close();
    expect(requests).toBe(0);
    expect(await redPart(picture)).toBeGreaterThan(0.9);
  });

  it.each(walls)('draws without a network and with its own sandbox in $name', async (one) => {
    create({ walls: [one] });
    expect(await pages?.problem()).toBeNull();
    const page = `<script>fetch('https://cdn.example.org/none.js').catch(() => { document.body.innerHTML = '${RED}'; })</script>`;
    expect(await redPart((await draw(page)).picture)).toBeGreaterThan(0.9);
  });

  it('does not use a Chromium whose start turns its sandbox off', async () => {
    const script = join(folder, 'chromium');
    writeFileSync(script, `#!/bin/sh\nexec ${findChromium('')} --no-sandbox "$@"\n`);
    chmodSync(script, 0o755);
    create({ chromium: script });
    expect(await pages?.problem()).toMatch(/started with --no-sandbox$/);
    expect(await draw(RED)).toEqual({ picture: null, why: 'unavailable' });
  });

  it('leaves no process and no file behind', async () => {
    create();
    await draw(RED);
    await pages?.close();
    const running = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    expect(running.split('\n').filter((line) => line.includes('gofigr-page-'))).toEqual([]);
  });
});

it('says why pages are not drawn', async () => {
  create({ chromium: 'off' });
  expect(await pages?.problem()).toBe('GOFIGR_CHROMIUM is off');
  create({ chromium: join(folder, 'none') });
  expect(await pages?.problem()).toBe('there is no Chromium on this machine');
  expect(await draw(RED)).toEqual({ picture: null, why: 'unavailable' });
  create({ walls: [], chromium: process.execPath });
  expect(await pages?.problem()).toMatch(/sandbox/);
});

it('refuses more waiting pages of one caller than fit', async () => {
  create({ chromium: 'off' });
  const waiting = Array.from({ length: 40 }, (_, index) => draw(RED, by('mallory'), `many-${index}.html`));
  const results = await Promise.allSettled(waiting);
  expect(results.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(15);
});

it('never names a flag that turns the sandbox off', () => {
  const sources = ['browser.ts', 'walls.ts', 'draw-page.ts', 'pages.ts'];
  const lines = sources.flatMap((name) => readFileSync(join(import.meta.dirname, name), 'utf8').split('\n'));
  const named = lines.filter((line) =>
    /--(no-sandbox|disable-setuid-sandbox|disable-web-security|no-zygote)/.test(line),
  );
  expect(named.filter((line) => !/isUnprotected|test\(command\)|started with/.test(line))).toEqual([]);
});
