import { deepStrictEqual, ok } from 'node:assert';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { startPostgres } from '../../tools/lib/postgres.ts';
import { codeOf } from './faults-of-bodies.ts';
import { openArchive, publication, publish, type Scenario, type Stage, until } from './scenario.ts';

/** Runs a program with 1,024 file descriptors, the usual limit. */
const FEW_DESCRIPTORS = ['/bin/sh', '-c', 'ulimit -n 1024; exec "$@"', 'sh'];
const SILENT = 1500;

/** Text in the statement that writes a revision on PostgreSQL. */
const PUBLISH = 'publish_revision(';

/** Connections that send nothing, or that break at a bad moment. */
export const faultsOfConnections: Scenario[] = [
  {
    name: `${SILENT} silent connections do not block a server with 1,024 file descriptors`,
    async play(stage) {
      const archive = await openArchive(stage, { dataDir: stage.folder(), wrapper: FEW_DESCRIPTORS });
      const { hostname, port } = new URL(archive.server.url);
      for (let count = 0; count < SILENT; count++) {
        const socket = connect(Number(port), hostname).on('error', () => undefined);
        stage.afterwards(() => socket.destroy());
        await once(socket, 'connect');
      }
      const started = performance.now();
      // Opens a new connection: an existing one would get an answer in any case.
      const health = get(`${archive.server.url}/healthz`, { agent: false });
      const [answer] = (await once(health, 'response')) as [IncomingMessage]; // the event gives a message
      deepStrictEqual(answer.statusCode, 200);
      const bytes = Buffer.from('meanwhile');
      // The server may have closed an idle connection to make room. Then clients retry on a new one.
      await publish(archive, bytes).catch((error: unknown) => {
        // `fetch` throws a TypeError for a broken connection. Any other error comes from an answer.
        if (!(error instanceof TypeError)) throw error;
        return publish(archive, bytes);
      });
      const took = performance.now() - started;
      ok(took < 5000, `it took ${Math.round(took)} ms`);
    },
  },
  {
    name: 'a reset connection to PostgreSQL gives 503, and a commit with a lost answer gives outcome_unknown',
    async play(stage) {
      const postgres = await startPostgres();
      stage.afterwards(() => postgres.stop());
      const proxy = await openProxy(stage, await postgres.createDatabase());
      const env = { GOFIGR_DATABASE_URL: proxy.url, GOFIGR_LOG_LEVEL: 'info' };
      const archive = await openArchive(stage, { dataDir: stage.folder(), env });
      const { api, figure, server } = archive;

      proxy.resetAt((sent) => sent.includes(PUBLISH));
      const refused = await api.call('POST', 'revision/', publication(figure, Buffer.from('cut off')));
      deepStrictEqual(codeOf(refused), [503, 'unavailable']);
      ok(refused.headers.get('retry-after'), 'no Retry-After');
      // The log line and the answer arrive independently.
      ok(await until(() => server.lines.some((line) => line.includes('"failed"'))), 'it was not logged');
      ok(!server.lines.some((line) => line.includes('the client went away')));

      let isPublish = false;
      proxy.resetAt((sent) => {
        isPublish ||= sent.includes(PUBLISH);
        return isPublish && sent.includes('commit');
      });
      const client_id = '3f0c9d1a-6c1e-4b63-9d6e-0d3f7f6f5a11';
      const body = { ...publication(figure, Buffer.from('stored or not')), client_id };
      deepStrictEqual(codeOf(await api.call('POST', 'revision/', body)), [503, 'outcome_unknown']);
      proxy.resetAt(() => false);
      // The revision was stored, so the same publish again is a conflict and creates no second one.
      deepStrictEqual(codeOf(await api.call('POST', 'revision/', body)), [409, 'already_exists']);
      const { revisions } = await api.ok<{ revisions: { api_id: string }[] }>('GET', `figure/${figure}/`);
      deepStrictEqual(
        revisions.map(({ api_id }) => api_id),
        [client_id],
      );
    },
  },
];

/** Opens a proxy to a database. It forwards all requests. It resets the connection instead of answering a match. */
async function openProxy(stage: Stage, database: string) {
  let matches: (sent: string) => boolean = () => false;
  const url = new URL(database);
  const [host, port] = [url.hostname, Number(url.port)];
  const server = createServer((socket: Socket) => {
    const onward = connect(port, host);
    let isDoomed = false;
    socket.on('data', (chunk: Buffer) => {
      isDoomed ||= matches(chunk.toString('latin1'));
      onward.write(chunk);
    });
    onward.on('data', (chunk: Buffer) => (isDoomed ? socket.resetAndDestroy() : socket.write(chunk)));
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ] as const)
      from.on('error', () => undefined).on('close', () => to.destroy());
    stage.afterwards(() => socket.destroy());
  }).listen(0, '127.0.0.1');
  stage.afterwards(() => server.close());
  await once(server, 'listening');
  const address = server.address();
  url.hostname = '127.0.0.1';
  url.port = String(typeof address === 'object' ? address?.port : '');
  return {
    url: url.href,
    resetAt(matching: (sent: string) => boolean) {
      matches = matching;
    },
  };
}
