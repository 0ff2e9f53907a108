import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { crc32, gzipSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPictures, type Pictures, PicturesBusy, type PicturesOptions, type Turn } from './index.ts';
import { type Isolation, UNCONFINED } from './isolation.ts';

const folder = mkdtempSync(join(tmpdir(), 'pictures-test-'));
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"';
const TURN: Turn = { author: 'ada', caller: 'ada' };
let shared: Pictures;

beforeAll(() => {
  shared = createPictures();
});

afterAll(async () => {
  await shared.close();
  rmSync(folder, { recursive: true });
});

function file(name: string, bytes: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function source(width = 800, height = 600): Sharp {
  return sharp({ create: { width, height, channels: 3, background: 'blue' } });
}

/** Pixels that don't compress, so that cutting the file cuts the picture. */
function noise(): Sharp {
  return sharp({
    create: {
      width: 200,
      height: 150,
      channels: 3,
      background: 'blue',
      noise: { type: 'gaussian', mean: 99, sigma: 30 },
    },
  });
}

async function thumbnail(path: string, format: string, size = 256, pictures = shared): Promise<Uint8Array | null> {
  return (await pictures.thumbnail({ path, format, size, as: 'png' }, TURN)).picture;
}

async function shape(picture: Uint8Array | null): Promise<string> {
  const { format, width, height } = await sharp(picture ?? Buffer.alloc(0)).metadata();
  return `${format} ${width}×${height}`;
}

/** The colours of a picture, without transparent pixels. */
async function colours(picture: Uint8Array | null): Promise<Set<string>> {
  const pixels = await sharp(picture ?? Buffer.alloc(0))
    .ensureAlpha()
    .raw()
    .toBuffer();
  const found = new Set<string>();
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at + 3] === 255) found.add(pixels.subarray(at, at + 3).join(' '));
  }
  return found;
}

describe('what can be drawn', () => {
  it.each(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'fits a %s into the box and keeps its proportions',
    async (format) => {
      const path = file(`picture.${format}`, await source().toFormat(format).toBuffer());
      expect(await shape(await thumbnail(path, format))).toBe('png 256×192');
    },
  );

  it('accepts the other spellings of a format', async () => {
    const path = file('picture.JPG', await source().jpeg().toBuffer());
    expect(await shape(await thumbnail(path, 'JPG'))).toBe('png 256×192');
  });

  it('is read from a file that is lent for the drawing', async () => {
    const path = file('lent.png', await source().png().toBuffer());
    const request = { path: 'a name', format: 'png', size: 256, as: 'png' } as const;
    const lent = await shared.thumbnail({ ...request, lend: (work) => work(path) }, TURN);
    expect(await shape(lent.picture)).toBe('png 256×192');
    const lost = () => Promise.reject(new Error('lost'));
    await expect(shared.thumbnail({ ...request, lend: lost }, TURN)).rejects.toThrow('lost');
    expect(await shape(await thumbnail(path, 'png'))).toBe('png 256×192');
  });

  it('encodes as WebP when asked to', async () => {
    const path = file('as-webp.png', await source(600, 800).png().toBuffer());
    const { picture } = await shared.thumbnail({ path, format: 'png', size: 256, as: 'webp' }, TURN);
    expect(await shape(picture)).toBe('webp 192×256');
  });

  it('never enlarges pixels', async () => {
    const path = file('small.png', await source(40, 30).png().toBuffer());
    expect(await shape(await thumbnail(path, 'png'))).toBe('png 40×30');
  });

  it('draws an SVG as large as the box', async () => {
    const path = file('small.svg', `${SVG} width="40pt" height="30pt"><rect width="99" height="99" fill="red"/></svg>`);
    const picture = await thumbnail(path, 'svg');
    expect(await shape(picture)).toBe('png 256×192');
    expect(await colours(picture)).toEqual(new Set(['255 0 0']));
  });

  it('rotates a photograph by its orientation and removes its metadata', async () => {
    const path = file('turned.jpg', await source().withMetadata({ orientation: 6 }).jpeg().toBuffer());
    const picture = await thumbnail(path, 'jpg');
    expect(await shape(picture)).toBe('png 192×256');
    expect((await sharp(picture ?? undefined).metadata()).exif).toBeUndefined();
  });
});

describe('fingerprints', () => {
  const drawn = (name: string, path: string, more = '') =>
    sharp(Buffer.from(`${SVG} width="400" height="300"><path d="${path}" fill="none" stroke="black" ${more}/></svg>`))
      .png()
      .toFile(join(folder, name))
      .then(() => join(folder, name));
  const print = async (path: string) => (await shared.fingerprint(path, TURN)).picture;
  const bitsApart = (one: Uint8Array | null, other: Uint8Array | null): number =>
    [...(one ?? [])].reduce(
      (sum, byte, at) => sum + (byte ^ (other?.[at] ?? 0)).toString(2).replaceAll('0', '').length,
      0,
    );

  it('of similar pictures differ in few of their 256 bits, of others in many', async () => {
    const one = await print(await drawn('rising.png', 'M10 290 L390 10', 'stroke-width="8"'));
    const alike = await print(await drawn('alike.png', 'M10 285 L385 12', 'stroke-width="6"'));
    const other = await print(await drawn('other.png', 'M10 150 Q100 0 200 150 T390 150', 'stroke-width="8"'));
    expect(one).toHaveLength(32);
    expect(await print(join(folder, 'rising.png'))).toEqual(one);
    expect(bitsApart(one, alike)).toBeLessThan(20);
    expect(bitsApart(one, other)).toBeGreaterThan(50);
  });

  it('treat transparent areas as white, and are null if nothing can be drawn', async () => {
    const clear = await print(await drawn('clear.png', 'M10 290 L390 10'));
    await sharp(join(folder, 'clear.png')).flatten({ background: 'white' }).toFile(join(folder, 'white.png'));
    expect(await print(join(folder, 'white.png'))).toEqual(clear);
    const bytes = await noise().png().toBuffer();
    expect(await print(file('cut.png', bytes.subarray(0, bytes.length / 2)))).toBeNull();
  });
});

describe('what cannot be drawn', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('gives nothing for a truncated %s', async (format) => {
    const bytes = await noise().toFormat(format).toBuffer();
    const path = file(`truncated.${format}`, bytes.subarray(0, bytes.length / 2));
    expect(await thumbnail(path, format)).toBeNull();
  });

  it.each(['png', 'svg', 'jpeg', 'eps'])('gives nothing for text that claims to be %s', async (format) => {
    expect(await thumbnail(file(`text.${format}`, 'just a few words'), format)).toBeNull();
  });

  it('gives nothing for a format that is not a picture, without reading the file', async () => {
    const pictures = createPictures({ workerUrl: '/nowhere', log: (event) => expect.unreachable(event) });
    const path = file('picture.html', await source().png().toBuffer());
    expect(await thumbnail(path, 'html', 256, pictures)).toBeNull();
  });

  it('rejects formats whose decoders are not needed, whatever format they declare', async () => {
    const path = file('ppm.png', Buffer.from(`P6\n64 64\n255\n${'x'.repeat(64 * 64 * 3)}`));
    expect(await thumbnail(path, 'png')).toBeNull();
  });

  it('gives nothing for a file that does not exist, a folder, or a nonsensical size', async () => {
    const path = file('fine.png', await source().png().toBuffer());
    expect(await thumbnail(join(folder, 'missing.png'), 'png')).toBeNull();
    expect(await thumbnail(folder, 'png')).toBeNull();
    for (const size of [0, -1, 1.5, Number.NaN, 1e9]) expect(await thumbnail(path, 'png', size)).toBeNull();
    expect(await thumbnail(path, 'png')).not.toBeNull();
  });

  it('rejects a small file that unpacks to a huge picture', async () => {
    const bytes = await source(8, 8).png().toBuffer();
    // The header chunk says 60,000×60,000.
    bytes.writeUInt32BE(60_000, 16);
    bytes.writeUInt32BE(60_000, 20);
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
    expect(await thumbnail(file('bomb.png', bytes), 'png')).toBeNull();
  });

  it('counts pixels against the limit', async () => {
    const pictures = createPictures({ maxPixels: 100 * 100 });
    const fits = file('100.png', await source(100, 100).png().toBuffer());
    const exceeds = file('101.png', await source(101, 100).png().toBuffer());
    expect(await thumbnail(fits, 'png', 64, pictures)).not.toBeNull();
    expect(await thumbnail(exceeds, 'png', 64, pictures)).toBeNull();
    await pictures.close();
  });
});

describe('hostile SVG', () => {
  it('loads nothing from outside the file', async () => {
    const red = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const neighbour = file('neighbour.png', red);
    file('neighbour.svg', `${SVG} width="64" height="64"><rect id="r" width="64" height="64" fill="red"/></svg>`);
    const drawing = (inside: string) =>
      `${SVG} xmlns:xlink="http://www.w3.org/1999/xlink" width="64" height="64"><rect width="64" height="64" fill="lime"/>${inside}</svg>`;
    const image = (address: string) =>
      drawing(
        `<image href="${address}" width="64" height="64"/><image xlink:href="${address}" width="64" height="64"/>`,
      );

    const embedded = file('embedded.svg', image(`data:image/png;base64,${red.toString('base64')}`));
    expect(await colours(await thumbnail(embedded, 'svg', 64)), 'an image inside the file shows').toContain('255 0 0');

    const outside = [
      image('neighbour.png'),
      image(neighbour),
      image(`file://${neighbour}`),
      drawing('<use href="neighbour.svg#r"/>'),
      drawing(`<style>@import url("file://${file('red.css', 'rect { fill: red }')}");</style>`),
      `<?xml-stylesheet href="red.css" type="text/css"?>${drawing('')}`,
      drawing('<include xmlns="http://www.w3.org/2001/XInclude" href="neighbour.svg"/>'),
    ];
    for (const svg of outside) {
      expect(await colours(await thumbnail(file('outside.svg', svg), 'svg', 64)), svg).toEqual(new Set(['0 255 0']));
    }
  });

  it('does not expand external entities', async () => {
    const entity = file('entity.txt', '<rect xmlns="http://www.w3.org/2000/svg" width="64" height="64" fill="red"/>');
    const svg = (doctype: string) =>
      `<?xml version="1.0"?><!DOCTYPE svg [${doctype}]>${SVG} width="64" height="64"><rect width="32" height="64" fill="lime"/>&x;</svg>`;
    const inner = `<!ENTITY x '<rect width="64" height="64" fill="red"/>'>`;
    const drawn = await thumbnail(file('inner.svg', svg(inner)), 'svg', 64);
    expect(await colours(drawn), 'an entity inside the file shows').toContain('255 0 0');
    for (const address of [entity, `file://${entity}`, 'entity.txt']) {
      const picture = await thumbnail(file('xxe.svg', svg(`<!ENTITY x SYSTEM "${address}">`)), 'svg', 64);
      if (picture) expect(await colours(picture), address).toEqual(new Set(['0 255 0']));
    }
  });

  it('survives entities that multiply', async () => {
    let entities = '<!ENTITY a0 "lol">';
    for (let level = 1; level < 10; level++) entities += `<!ENTITY a${level} "${`&a${level - 1};`.repeat(10)}">`;
    const svg = `<?xml version="1.0"?><!DOCTYPE svg [${entities}]>${SVG} width="9" height="9"><text>&a9;</text></svg>`;
    expect(await thumbnail(file('laughs.svg', svg), 'svg')).toBeNull();
  });

  it('draws huge pictures small or not at all', async () => {
    const svg = (side: string) => `${SVG} width="${side}" height="${side}"><rect width="100%" height="100%"/></svg>`;
    expect(await shape(await thumbnail(file('large.svg', svg('40000')), 'svg', 64))).toBe('png 64×64');
    expect(await thumbnail(file('huge.svg', svg('1e9')), 'svg', 64)).toBeNull();
  });

  it('rejects compressed SVG', async () => {
    const packed = gzipSync(`${SVG} width="9" height="9"><rect width="9" height="9"/></svg>`);
    expect(await thumbnail(file('packed.svg', packed), 'svg')).toBeNull();
  });
});

describe('PDF and EPS', () => {
  const path = process.env['PATH'];
  afterEach(() => {
    process.env['PATH'] = path;
  });

  it('have no picture if Ghostscript is not installed', async () => {
    process.env['PATH'] = folder;
    const pictures = createPictures({ isolation: Promise.resolve(UNCONFINED) });
    expect(await thumbnail(file('page.eps', '%!PS-Adobe-3.0'), 'eps', 64, pictures)).toBeNull();
    await pictures.close();
  });

  it('are drawn by Ghostscript in its safe mode', async () => {
    const programs = join(folder, 'programs');
    mkdirSync(programs);
    const page = file('page.png', await source(300, 150).png().toBuffer());
    const program = `printf '%s\\n' "$@" > '${join(folder, 'arguments')}'\nexec /bin/cat '${page}'`;
    writeFileSync(join(programs, 'gs'), `#!/bin/sh\n${program}`);
    chmodSync(join(programs, 'gs'), 0o755);
    process.env['PATH'] = programs;
    const pictures = createPictures({ isolation: Promise.resolve(UNCONFINED) });
    const eps = file('page.eps', '%!PS-Adobe-3.0');
    expect(await shape(await thumbnail(eps, 'eps', 100, pictures))).toBe('png 100×50');
    const given = readFileSync(join(folder, 'arguments'), 'utf8').trim().split('\n');
    expect(given).toContain('-dSAFER');
    expect(given.at(-1), 'read from standard input').toBe('-');
    await pictures.close();
  });
});

describe('the child process', () => {
  /** A worker whose `body` handles `order` and the text to be drawn, and may call `give(bytes or null)`. */
  function withWorker(body: string, options: PicturesOptions = {}) {
    const workerUrl = file(
      `worker-${Math.random()}.mjs`,
      `process.on('disconnect', () => process.exit());
process.on('message', async (order) => {
  let chunk;
  while ((chunk = process.stdin.read(order.bytes)) === null) await new Promise((resolve) => process.stdin.once('readable', resolve));
  const text = chunk.toString();
  const about = { width: 1, height: 1, pages: 1, vector: false };
  const give = (picture, reason = 'unreadable') => {
    const drawing = picture ? { picture, about } : { picture, reason };
    process.send({ id: order.id, drawing, workedMs: text.startsWith('hard') ? 1e6 : 0 });
  };
  const giveText = (text) => give(Buffer.from(text));
  ${body}
});
process.send({ ready: true });`,
    );
    const events: string[] = [];
    const isolation = Promise.resolve(UNCONFINED);
    const log = (event: string) => void events.push(event);
    const pictures = createPictures({ workerUrl, isolation, processes: 1, log, ...options });
    const ask = async (text: string, turn = TURN) => {
      const path = file(`asked ${text}`, text);
      const { picture } = await pictures.thumbnail({ path, format: 'png', size: 64, as: 'png' }, turn);
      return picture && Buffer.from(picture).toString();
    };
    return { pictures, ask, events };
  }

  async function ended(pid: number): Promise<boolean> {
    for (let attempt = 0; attempt < 100; attempt++) {
      if (!isRunning(pid)) return true;
      await sleep(10);
    }
    return false;
  }

  function isRunning(pid: number): boolean {
    try {
      process.kill(pid, 0);
      // A container's first process may take time to collect dead ones, which keep their entry until then.
      return !(existsSync('/proc/self/stat') && /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')));
    } catch {
      return false;
    }
  }

  it('is killed when a picture takes too long, and the next picture is drawn', async () => {
    const { pictures, ask, events } = withWorker(`if (text !== 'hang') giveText(String(process.pid)); else for (;;);`, {
      timeoutMs: 150,
    });
    const first = await ask('fine');
    const [hung, next] = await Promise.all([ask('hang'), ask('next')]);
    expect(hung).toBeNull();
    expect(next).toMatch(/^\d+$/);
    expect(next).not.toBe(first);
    expect(await ended(Number(first))).toBe(true);
    expect(events).toEqual(['pictures.worker_failed']);
    await pictures.close();
  });

  it('is replaced when it crashes, and the next picture is drawn', async () => {
    const { pictures, ask, events } = withWorker(`if (text === 'crash') process.abort(); else giveText('drawn');`);
    expect(await Promise.all([ask('crash'), ask('next')])).toEqual([null, 'drawn']);
    expect(events).toEqual(['pictures.worker_failed']);
    await pictures.close();
  });

  it('is replaced silently if it died while idle', async () => {
    const { pictures, ask, events } = withWorker('giveText(String(process.pid));');
    const pid = Number(await ask('first'));
    process.kill(pid, 'SIGKILL');
    // Its entry disappears when we, its parent, are notified of its end.
    const hasEntry = () => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    await expect.poll(hasEntry).toBe(false);
    expect(Number(await ask('second'))).not.toBe(pid);
    expect(events).toEqual([]);
    await pictures.close();
  });

  it('gives nothing if it can not be started or answers nonsense', async () => {
    const missing = createPictures({ workerUrl: join(folder, 'no-such-worker.mjs') });
    expect(await thumbnail('any', 'png', 64, missing)).toBeNull();
    await missing.close();
    const { pictures, ask } = withWorker(`give('not bytes');`);
    expect(await ask('any')).toBeNull();
    await pictures.close();
  });

  it.each([
    ['memory', { memoryMb: 20 }, 3000],
    ['work', { workMs: 1 }, 6000],
  ] as const)('ends itself if a picture uses too much %s', async (what, limit, side) => {
    const events: string[] = [];
    const pictures = createPictures({ ...limit, log: (event) => events.push(event) });
    const path = file(`much-${what}.png`, await source(side, side).png({ progressive: true }).toBuffer());
    expect(await thumbnail(path, 'png', 256, pictures)).toBeNull();
    expect(events).toEqual(['pictures.worker_failed']);
    await pictures.close();
  });

  it('sees none of the settings and secrets of the server', async () => {
    process.env['GOFIGR_DATABASE_URL'] = 'postgres://secret';
    process.env['ANY_SECRET_KEY'] = 'secret';
    const { pictures, ask } = withWorker('giveText(JSON.stringify(Object.keys(process.env)));');
    const names: string[] = JSON.parse((await ask('any')) ?? '[]');
    delete process.env['GOFIGR_DATABASE_URL'];
    delete process.env['ANY_SECRET_KEY'];
    expect(names).toContain('PATH');
    expect(names.filter((name) => /GOFIGR|SECRET|AWS|NODE_OPTIONS|VITEST/.test(name))).toEqual([]);
    await pictures.close();
  });

  it('is replaced after a number of pictures', async () => {
    const { pictures, ask } = withWorker('giveText(String(process.pid));', { recycleAfter: 2 });
    const pids = [await ask('1'), await ask('2'), await ask('3')];
    expect(pids[1]).toBe(pids[0]);
    expect(pids[2]).not.toBe(pids[0]);
    expect(await ended(Number(pids[0]))).toBe(true);
    await pictures.close();
  });

  it("is replaced before its total work reaches the system's limit", async () => {
    const { pictures, ask } = withWorker('giveText(String(process.pid));');
    const pids = [await ask('easy'), await ask('hard'), await ask('easy again')];
    expect(pids[1]).toBe(pids[0]);
    expect(pids[2]).not.toBe(pids[0]);
    await pictures.close();
  });

  it('reports costly pictures, whose other sizes are not tried', async () => {
    const { pictures } = withWorker(`if (order.size === 1) giveText('drawn'); else give(null, 'too_costly');`);
    const path = file('costly', 'costly');
    const sizes = [64, 128, 1].map((size) => pictures.thumbnail({ path, format: 'png', size, as: 'png' }, TURN));
    for (const drawing of await Promise.all(sizes)) expect(drawing).toEqual({ picture: null, reason: 'too_costly' });
    await pictures.close();
  });

  it('has its own folder for temporary files, which is removed with it', async () => {
    const { pictures, ask } = withWorker(`if (text === 'folder') giveText(process.env.TMPDIR); else process.exit();`);
    const tmp = await ask('folder');
    expect(existsSync(tmp ?? ''), String(tmp)).toBe(true);
    await ask('end');
    expect(existsSync(tmp ?? '')).toBe(false);
    await pictures.close();
  });

  it('draws once for identical concurrent requests', async () => {
    const { pictures, ask } = withWorker('globalThis.n = (globalThis.n ?? 0) + 1; giveText(String(globalThis.n));');
    expect(await Promise.all([ask('same'), ask('same'), ask('other'), ask('same')])).toEqual(['1', '1', '2', '1']);
    expect(await ask('same')).toBe('3');
    await pictures.close();
  });

  it('limits the number of waiting requests', async () => {
    const { pictures, ask, events } = withWorker(`giveText('drawn');`, { caps: { all: 2 } });
    const answers = await Promise.allSettled(
      ['drawing', 'waits', 'waits too', 'one too many'].map((path) => ask(path)),
    );
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(answers[3]).toMatchObject({ reason: expect.any(PicturesBusy) });
    await pictures.close();
    expect(events).toEqual(['pictures.queue_full']);
  });

  it('logs many refused requests once, with their number', async () => {
    const lines: object[] = [];
    const log = (event: string, detail: object) => void lines.push({ event, ...detail });
    const { pictures, ask } = withWorker(`giveText('drawn');`, { caps: { all: 1 }, log });
    const refused = (await Promise.allSettled(Array.from({ length: 639 }, (_, n) => ask(`picture ${n}`)))).filter(
      ({ status }) => status === 'rejected',
    );
    await pictures.close();
    expect(refused).toHaveLength(637);
    expect(lines).toMatchObject([{ event: 'pictures.queue_full' }, { event: 'pictures.queue_full', repeated: 636 }]);
  });

  it('draws awaited pictures before those made ahead, which may become awaited', async () => {
    const { pictures, ask } = withWorker(`giveText('drawn');`, { caps: { all: 3 } });
    const order: string[] = [];
    const ahead = { author: 'ada', caller: 'the server', ahead: true };
    const noted = (path: string, turn: Turn) => ask(path, turn).then(() => order.push(path));
    await Promise.all([
      noted('drawing', ahead),
      noted('first ahead', ahead),
      noted('second ahead', ahead),
      noted('third ahead', ahead),
      noted('awaited', TURN),
      noted('third ahead', TURN),
    ]);
    expect(order).toEqual(['drawing', 'third ahead', 'third ahead', 'awaited', 'first ahead', 'second ahead']);
    const more = ['drawing', 'waits', 'waits too', 'waits as well', 'too many'].map((path) => ask(path, ahead));
    const outcomes = await Promise.allSettled(more);
    expect(outcomes.map(({ status }) => status)).toEqual([...Array(4).fill('fulfilled'), 'rejected']);
    await pictures.close();
  });

  it('ends at close, and waiting requests reject', async () => {
    const { pictures, ask } = withWorker(`if (text === 'pid') giveText(String(process.pid));`);
    const pid = Number(await ask('pid'));
    const waiting = Promise.allSettled([ask('drawing'), ask('waiting')]);
    await sleep(20);
    await pictures.close();
    expect(await ended(pid)).toBe(true);
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(ask('late')).rejects.toThrow('Pictures are closed');
    await expect(ask('late')).rejects.toThrow(PicturesBusy);
    await pictures.close();
  });

  it('is not left running by a close during its start', async () => {
    const starts: string[] = [];
    const found = Promise.withResolvers<Isolation>();
    const pictures = createPictures({ isolation: found.promise });
    const path = file('while it starts', 'text');
    const asked = pictures.thumbnail({ path, format: 'png', size: 64, as: 'png' }, TURN);
    const refused = asked.catch(String);
    const closed = pictures.close();
    const wrap = (command: readonly string[]) => {
      starts.push('started');
      return [...command];
    };
    found.resolve({ ...UNCONFINED, wrap });
    await closed;
    expect(await refused).toContain('Pictures are closed');
    expect(starts, 'it waited for the start, and for the end after it').toEqual(['started']);
  });

  it('neither keeps its parent alive nor outlives it', async () => {
    const picture = file('parent.png', await source().png().toBuffer());
    const module = (name: string) => JSON.stringify(pathToFileURL(join(import.meta.dirname, name)).href);
    const pidFile = join(folder, 'pid');
    const workerUrl = file(
      'recorded.mjs',
      `import { writeFileSync } from 'node:fs';
writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
await import(${module('worker.ts')});`,
    );
    const parent = (then: string) => {
      const script = `import { createPictures } from ${module('index.ts')};
import { UNCONFINED } from ${module('isolation.ts')};
const workerUrl = ${JSON.stringify(workerUrl)};
const pictures = createPictures({ workerUrl, isolation: Promise.resolve(UNCONFINED) });
await pictures.thumbnail({ path: ${JSON.stringify(picture)}, format: 'png', size: 64, as: 'png' }, ${JSON.stringify(TURN)});
console.log('drawn');
${then}`;
      const env = { ...process.env, TMPDIR: folder };
      return spawn(process.execPath, ['--input-type=module', '-e', script], { env, timeout: 4000 });
    };
    const workerPid = () => Number(readFileSync(pidFile, 'utf8'));

    const [code] = await once(parent(''), 'exit');
    expect(code).toBe(0);
    expect(await ended(workerPid())).toBe(true);

    const killed = parent('setInterval(() => undefined, 1000);');
    await once(killed.stdout, 'data');
    expect(isRunning(workerPid())).toBe(true);
    killed.kill('SIGKILL');
    expect(await ended(workerPid())).toBe(true);
  });
});
