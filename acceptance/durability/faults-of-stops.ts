import { deepStrictEqual, ok } from 'node:assert';
import { request } from 'node:http';
import { crc32, deflateSync } from 'node:zlib';
import { startPostgres } from '../../tools/lib/postgres.ts';
import { openArchive, type Scenario, type Stage } from './scenario.ts';

/** Stops of a busy server. */
export const faultsOfStops: Scenario[] = [
  {
    name: 'a server on SQLite that is stopped while it draws, receives and answers exits cleanly and logs nothing',
    play: (stage) => stopUnderLoad(stage, {}),
  },
  {
    name: 'a server on PostgreSQL that is stopped while it draws, receives and answers exits cleanly and logs nothing',
    async play(stage) {
      const postgres = await startPostgres();
      stage.afterwards(() => postgres.stop());
      await stopUnderLoad(stage, { GOFIGR_DATABASE_URL: await postgres.createDatabase() });
    },
  },
];

async function stopUnderLoad(stage: Stage, env: Record<string, string>): Promise<void> {
  const site = { dataDir: stage.folder(), env: { ...env, GOFIGR_LOG_LEVEL: 'warn' } };
  const { api, figure, server } = await openArchive(stage, site);
  for (let number = 0; number < 8; number++) {
    const data = [{ name: 'p', type: 'image', metadata: { format: 'png' }, data: picture(number).toString('base64') }];
    await api.ok('POST', 'revision/', { figure, metadata: {}, data });
  }
  const readers = Array.from({ length: 4 }, async () => {
    // Repeats until the server is gone.
    while ((await api.call('GET', 'revision/').catch(() => undefined)) !== undefined);
  });
  const upload = request(`${server.url}/api/v1.4.1/revision/`, {
    method: 'POST',
    headers: { authorization: api.authorization, 'content-type': 'application/json', 'content-length': 10_000_000 },
  }).on('error', () => undefined);
  upload.write(`{"figure":"${figure}","metadata":{},"data":[{"name":"d","type":"file","metadata":{},"data":"AAAA`);
  stage.afterwards(() => upload.destroy());
  await api.call('GET', 'user/');

  const before = server.lines.length;
  const ended = server.end('SIGTERM');
  // Otherwise the server would wait for it, and finish all drawings meanwhile.
  upload.destroy();
  deepStrictEqual(await ended, 0);
  await Promise.all(readers);
  const logged = server.lines.slice(before).filter((line) => line.startsWith('{') || /^\s+at /.test(line));
  ok(logged.length === 0, `it logged ${logged.length} lines, first ${logged[0]}`);
}

/** Makes a PNG of 4000 × 4000 pixels, different for each number. Its thumbnail takes a while. */
function picture(number: number): Buffer {
  const size = 4000;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // One byte per pixel, grayscale.
  header[8] = 8;
  const rows = Buffer.alloc((size + 1) * size, number);
  for (let row = 0; row < size; row++) rows[row * (size + 1)] = 0;
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 1 })), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

function chunk(type: string, bytes: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), bytes]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(bytes.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
