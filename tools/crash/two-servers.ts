import { deepStrictEqual, strictEqual } from 'node:assert';
import { startPostgres } from '../lib/postgres.ts';
import { createApi, newFigure, type Thing } from './api.ts';
import { publication, type Scenario } from './scenario.ts';
import { openPerson, startServer } from './server.ts';

const ROUNDS = 100;
const KEY_LIMIT = 25;

type Key = { api_id: string; token: string };

/** Two servers on one PostgreSQL know nothing of each other but what is in it. */
export const twoServers: Scenario[] = [
  {
    name: `what one of two servers has answered holds for the next request to the other, ${ROUNDS} times`,
    async play(stage) {
      const postgres = await startPostgres();
      stage.afterwards(() => postgres.stop());
      const site = { dataDir: stage.folder(), env: { GOFIGR_DATABASE_URL: await postgres.createDatabase() } };
      const [one, two] = [await startServer(site), await startServer(site)];
      for (const server of [one, two]) stage.afterwards(() => server.end('SIGKILL'));
      const here = await openPerson(site, one);
      const there = here.at(two.url);

      for (let round = 0; round < ROUNDS; round++) {
        const [first, second] = round % 2 ? [here, there] : [there, here];
        const elsewhere = round % 2 ? two.url : one.url;
        const key = await first.ok<Key>('POST', 'api_key/', { name: 'short-lived' });
        const byKey = createApi(elsewhere, `Token ${key.token}`);
        strictEqual((await byKey.call('GET', 'user/')).status, 200, 'a new key must work at once');
        const workspace = await first.ok('POST', 'workspace/', { name: 'W' });
        strictEqual((await byKey.call('GET', `workspace/${workspace.api_id}/`)).status, 200);
        await second.ok('DELETE', `workspace/${workspace.api_id}/`);
        strictEqual((await first.call('GET', `workspace/${workspace.api_id}/`)).status, 404);
        await first.ok('DELETE', `api_key/${key.api_id}/`);
        strictEqual((await byKey.call('GET', 'user/')).status, 401, 'a revoked key must not work');
      }

      for (let count = 1; count < KEY_LIMIT; count++) await here.ok('POST', 'api_key/', { name: 'kept' });
      const tries = Array.from({ length: 100 }, (_, index) =>
        (index % 2 ? here : there).call('POST', 'api_key/', { name: 'one too many' }),
      );
      const made = (await Promise.all(tries)).filter(({ status }) => status === 201);
      strictEqual(made.length, 1, 'of 100 creates at once at 24 keys one succeeds');

      const figure = await newFigure(here);
      const publishes = Array.from({ length: 24 }, (_, index) =>
        (index % 2 ? here : there).ok('POST', 'revision/', publication(figure, Buffer.from(`bytes ${index}`))),
      );
      await Promise.all(publishes);
      const { revisions } = await there.ok<{ revisions: (Thing & { revision_index: number })[] }>(
        'GET',
        `figure/${figure}/`,
      );
      deepStrictEqual(
        revisions.map(({ revision_index }) => revision_index),
        [...publishes.keys()],
      );
    },
  },
];
