import { deepStrictEqual, match, ok, strictEqual } from 'node:assert';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '../../tools/lib/postgres.ts';
import { startS3 } from '../../tools/lib/s3.ts';
import { unzip } from '../src/unzip.ts';
import { createApi, newFigure } from './api.ts';
import { openNetworks } from './networks.ts';
import { type Scenario, type Stage, until } from './scenario.ts';
import { openPerson, type RunningServer, type Site, startServer } from './server.ts';
import { checkAll, publishAll } from './workers.ts';

const PAGE = '<!doctype html><title>T</title><p>an interactive figure</p>';
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><circle cx="50" cy="50" r="40"/></svg>';

/** Hosts that have a PostgreSQL and a bucket in common, but neither a folder nor a network device. */
async function openHosts(stage: Stage): Promise<Site[]> {
  const postgres = await startPostgres({ inMemory: true });
  stage.afterwards(() => postgres.stop());
  const s3 = await startS3({ inMemory: true });
  stage.afterwards(() => s3.stop());
  const counts = ['2', '1', '1'];
  const { kind, hosts: networks, reach } = await openNetworks(stage, counts.length);
  stage.note(kind);
  const common = {
    GOFIGR_DATABASE_URL: await reach(await postgres.createDatabase()),
    GOFIGR_BLOBS_URL: await reach(s3.url()),
    ...s3.env,
  };
  return counts.map((count, index) => ({
    dataDir: stage.folder(),
    ...networks[index],
    env: { ...common, GOFIGR_WORKERS: count, GOFIGR_LOG_LEVEL: 'warn' },
  }));
}

async function start(stage: Stage, site: Site | undefined): Promise<RunningServer> {
  if (!site) throw new Error('there are three hosts');
  const server = await startServer(site);
  stage.afterwards(() => server.end('SIGKILL'));
  return server;
}

export const hosts: Scenario[] = [
  {
    name: 'two hosts with PostgreSQL and S3 and no common folder serve one archive, and lose nothing in restarts and kills [19.47]',
    async play(stage) {
      const sites = await openHosts(stage);
      const [first, second, third] = sites;
      if (!first || !second || !third) throw new Error('there are three hosts');
      let one = await start(stage, first);
      cpSync(join(first.dataDir, 'secrets'), join(second.dataDir, 'secrets'), { recursive: true });
      let two = await start(stage, second);
      const here = await openPerson(first, one);
      const there = here.at(two.url);
      const figure = await newFigure(here);

      const publish = (data: object) => here.ok('POST', 'revision/', { figure, metadata: {}, data: [data] });
      const base64 = (text: string) => Buffer.from(text).toString('base64');
      const drawn = await publish({ name: 'p', type: 'image', metadata: { format: 'svg' }, data: base64(PICTURE) });
      const page = await publish({ name: 'p', type: 'image', metadata: { format: 'html' }, data: base64(PAGE) });
      strictEqual((await there.bytes(drawn.data[0]?.api_id ?? '')).toString(), PICTURE);
      for (const api of [here, there]) {
        const { thumbnail } = await api.ok<{ thumbnail: string | null }>(
          'GET',
          `revision/${drawn.api_id}/thumbnail/64/`,
        );
        ok((thumbnail ?? '').length > 100, 'both hosts draw');
      }
      const exported = await fetch(`${two.url}/api/v1.4.1/export/figures/`, {
        method: 'POST',
        headers: { authorization: here.authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ objects: [figure], files: 'all' }),
      });
      const zip = Buffer.from(await exported.arrayBuffer());
      strictEqual(exported.status, 200);
      const unpacked = stage.folder();
      await unzip(zip, unpacked);
      const files = readdirSync(unpacked, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const texts = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'));
      ok(
        texts.includes(PAGE),
        `the export of the other host has the newest revision, not only ${files.map(({ name }) => name).join(', ')}`,
      );
      // One host signs a link, and the other one opens it.
      const { url } = await here.ok<{ url: string }>('POST', `data/${page.data[0]?.api_id}/view/`);
      const opened = await fetch(two.url + url);
      strictEqual(opened.status, 200);
      match(await opened.text(), /an interactive figure/);

      let turn = 0;
      const load = publishAll(here, figure, () => ((turn += 1) % 2 ? one : two).url);
      const more = async () => {
        const before = load.acknowledged.length;
        ok(await until(() => load.acknowledged.length >= before + 20), 'publishes go on');
      };
      await more();
      strictEqual(await one.end('SIGTERM'), 0);
      await more();
      one = await start(stage, first);
      await more();
      strictEqual(await two.end('SIGTERM'), 0);
      await more();
      two = await start(stage, second);
      await more();
      await one.end('SIGKILL');
      await more();
      await load.stop();
      deepStrictEqual(load.refused, []);
      await checkAll(createApi(two.url, here.authorization), figure, load.acknowledged);

      const warned = ({ lines }: RunningServer) => lines.some((line) => line.includes('other secrets'));
      deepStrictEqual([one, two].map(warned), [false, false]);
      const stranger = await start(stage, third);
      ok(await until(() => warned(stranger)), 'a host with other secrets says so');
      ok(existsSync(join(third.dataDir, 'secrets', 'storage')), 'both secrets are there to be copied');
    },
  },
];
