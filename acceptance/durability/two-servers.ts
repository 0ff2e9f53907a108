import { deepStrictEqual, strictEqual } from 'node:assert';
import { setImmediate } from 'node:timers/promises';
import { startPostgres } from '../../tools/lib/postgres.ts';
import { createApi, newFigure, type TreeObject } from './api.ts';
import { publication, type Scenario, type Stage } from './scenario.ts';
import { openPerson, startServer } from './server.ts';

const ROUNDS = 100;
const KEY_LIMIT = 25;

type Key = { api_id: string; token: string };

async function startTwo(stage: Stage) {
  // These scenarios test two servers, not the disk.
  const postgres = await startPostgres({ inMemory: true });
  stage.afterwards(() => postgres.stop());
  const site = { dataDir: stage.folder(), env: { GOFIGR_DATABASE_URL: await postgres.createDatabase() } };
  const [one, two] = [await startServer(site), await startServer(site)];
  for (const server of [one, two]) stage.afterwards(() => server.end('SIGKILL'));
  return { site, one, two };
}

/** Two servers on one PostgreSQL. Each learns of the other's changes only from the database. */
export const twoServers: Scenario[] = [
  {
    name: `a change at one of two servers holds for the next request to the other, ${ROUNDS} times`,
    async play(stage) {
      const { site, one, two } = await startTwo(stage);
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
      const creates = Array.from({ length: 100 }, (_, index) =>
        (index % 2 ? here : there).call('POST', 'api_key/', { name: 'one too many' }),
      );
      const made = (await Promise.all(creates)).filter(({ status }) => status === 201);
      strictEqual(made.length, 1, 'with 24 keys, one of 100 simultaneous creates succeeds');

      const figure = await newFigure(here);
      const publishes = Array.from({ length: 24 }, (_, index) =>
        (index % 2 ? here : there).ok('POST', 'revision/', publication(figure, Buffer.from(`bytes ${index}`))),
      );
      await Promise.all(publishes);
      const { revisions } = await there.ok<{ revisions: (TreeObject & { revision_index: number })[] }>(
        'GET',
        `figure/${figure}/`,
      );
      deepStrictEqual(
        revisions.map(({ revision_index }) => revision_index),
        [...publishes.keys()],
      );
    },
  },
  {
    name: `a right that is removed at one of two servers is refused by the other at once, ${ROUNDS} times`,
    async play(stage) {
      const { site, one, two } = await startTwo(stage);
      const [owner, guest] = [await openPerson(site, one, 'owner'), await openPerson(site, one, 'guest')];
      const username = 'guest';
      const { api_id: organization } = await owner.ok('POST', 'organization/', { name: 'O' });
      const { api_id: workspace } = await owner.ok('POST', 'workspace/', { name: 'W', organization });
      const { api_id: analysis } = await owner.ok('POST', 'analysis/', { name: 'A', workspace });

      // The server limits additions of strangers to a hundred an hour. These two share a workspace.
      const { api_id: shared } = await owner.ok('POST', 'workspace/', { name: 'Shared' });
      const known = { email: 'guest@example.org', workspace: shared, membership_type: 'viewer' };
      const invitation = await owner.ok<Key>('POST', 'invitations/workspace/', known);
      await guest.ok('POST', `invitations/workspace/${invitation.token}/accept/`);

      for (let round = 0; round < ROUNDS; round++) {
        // One server grants and removes the right, and the other one checks it.
        const [here, there] = round % 2 ? [one, two] : [two, one];
        const [granter, reader, anyone] = [owner.at(here.url), guest.at(there.url), createApi(there.url, '')];
        const member = (of: string, what: string, membership_type?: string) =>
          granter.ok('POST', `${of}/members/${what}/`, { username, membership_type });
        const allowed = async (caller: typeof reader, path: string, status: number, what: string) =>
          strictEqual((await caller.call('GET', path)).status, status, what);

        await member(`workspace/${workspace}`, 'add', 'viewer');
        await allowed(reader, `workspace/${workspace}/`, 200, 'a new member reads');
        await member(`workspace/${workspace}`, 'remove');
        await allowed(reader, `workspace/${workspace}/`, 403, 'a removed member reads nothing');

        await member(`workspace/${workspace}`, 'add', 'creator');
        await reader.ok('PATCH', `analysis/${analysis}/`, { description: String(round) });
        await member(`workspace/${workspace}`, 'change', 'viewer');
        const change = await reader.call('PATCH', `analysis/${analysis}/`, { description: 'no' });
        strictEqual(change.status, 403, 'a lowered member changes nothing');
        await member(`workspace/${workspace}`, 'remove');

        await member(`organization/${organization}`, 'add', 'workspace_viewer');
        await allowed(reader, `analysis/${analysis}/`, 200, 'a member of the organization reads');
        await member(`organization/${organization}`, 'remove');
        await allowed(reader, `analysis/${analysis}/`, 403, 'removed from the organization, reads nothing');

        for (const sharing_enabled of [true, false]) {
          await granter.ok('POST', `analysis/${analysis}/share/user/`, { username, sharing_enabled });
          await allowed(reader, `analysis/${analysis}/`, sharing_enabled ? 200 : 403, 'shared by name');
        }
        for (const enabled of [true, false]) {
          await granter.ok('POST', `analysis/${analysis}/share/link/`, { enabled });
          await allowed(anyone, `analysis/${analysis}/`, enabled ? 200 : 403, 'shared by link');
        }

        const sent = { email: 'guest@example.org', workspace, membership_type: 'viewer' };
        const { api_id, token } = await granter.ok<Key>('POST', 'invitations/workspace/', sent);
        await granter.ok('DELETE', `invitations/workspace/${api_id}/`);
        const late = await reader.call('POST', `invitations/workspace/${token}/accept/`);
        strictEqual(late.status, 404, 'a withdrawn invitation lets nobody in');
      }
    },
  },
  {
    name: `a key in use at one server is refused there once the other one disabled, rotated or revoked it, ${ROUNDS} times`,
    async play(stage) {
      const { site, one, two } = await startTwo(stage);
      const owner = await openPerson(site, one);
      for (let round = 0; round < ROUNDS; round++) {
        const [here, there] = round % 2 ? [one, two] : [two, one];
        const manager = owner.at(here.url);
        const key = await manager.ok<Key>('POST', 'api_key/', { name: 'in use' });
        const user = createApi(there.url, `Token ${key.token}`);
        const seen = { accepted: 0, late: 0 };
        let isAnswered = false;
        /** Uses the key until it is refused: with 401, and with 429 after many refusals. */
        const use = async () => {
          for (let status = 200; status === 200 && seen.late < 20; ) {
            const wasAnswered = isAnswered;
            ({ status } = await user.call('GET', 'user/'));
            if (status === 200) seen[wasAnswered ? 'late' : 'accepted']++;
          }
        };
        const change = async () => {
          while (seen.accepted < 4) await setImmediate();
          if (what === '') await manager.ok('DELETE', `api_key/${key.api_id}/`);
          else await manager.ok('POST', `api_key/${key.api_id}/${what}`, what === 'rotate/' ? {} : undefined);
          isAnswered = true;
        };
        const what = ['disable/', 'rotate/', ''][round % 3] ?? '';
        await Promise.all([use(), use(), use(), use(), change()]);
        strictEqual(seen.late, 0, 'no request that begins after the answer succeeds');
        if (what !== '') await manager.ok('DELETE', `api_key/${key.api_id}/`);
      }
    },
  },
  {
    name: 'of 100 simultaneous find_or_create requests for one name at two servers, one creates the object',
    async play(stage) {
      const { site, one, two } = await startTwo(stage);
      const here = await openPerson(site, one);
      const there = here.at(two.url);
      const { api_id: organization } = await here.ok('POST', 'organization/', { name: 'O' });
      const { api_id: workspace } = await here.ok('POST', 'workspace/', { name: 'W' });
      const { api_id: analysis } = await here.ok('POST', 'analysis/', { name: 'A', workspace });
      const kinds = [
        ['workspace', null],
        ['workspace', organization],
        ['analysis', workspace],
        ['figure', analysis],
        ['asset', workspace],
      ] as const;
      for (let round = 0; round < 2; round++)
        for (const [kind, parent] of kinds) {
          const sent = { parent, name: `new ${round}` };
          const answers = await Promise.all(
            Array.from({ length: 100 }, (_, index) =>
              (index % 2 ? here : there).call('POST', `${kind}/find_or_create/`, sent),
            ),
          );
          const made = answers.filter(({ status }) => status === 201);
          const found = answers.filter(({ status }) => status === 200);
          deepStrictEqual([made.length, found.length], [1, 99], `${kind} in ${parent}`);
          strictEqual(new Set(answers.map(({ body }) => (body as TreeObject).api_id)).size, 1, `${kind} in ${parent}`); // as the server answers
        }
    },
  },
];
