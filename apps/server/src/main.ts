import { setFlagsFromString } from 'node:v8';
import type { Server } from './app.ts';
import { readConfig } from './kernel/config/index.ts';
import { messageOf } from './kernel/failures.ts';
import type { Log } from './kernel/log-once.ts';
import { createPages } from './kernel/pages/index.ts';
import { createPictures } from './kernel/pictures/index.ts';
import { createRuntimes, runtimeFolderOf } from './kernel/runtimes/index.ts';
import { createPrivately, writeLastStart } from './kernel/storage/index.ts';
import { isPrimary, type OwnWorker, ownWorker, runWorkers } from './kernel/workers/index.ts';

type Config = ReturnType<typeof readConfig>;

/** Starts the server and prints its address. An error that prevents the start is printed in one line. */
async function main(): Promise<void> {
  createPrivately();
  // The collector walks through the whole heap, of some 40 MB, when that has doubled; by default when it has grown by a
  // third, which takes a quarter of the processor time of publishes.
  setFlagsFromString('--heap-growing-percent=100');
  const config = readConfig();
  if (config.workers > 1 && isPrimary()) process.exit(await startWorkers(config));
  await serve(config, ownWorker());
}

/** Runs the workers, and draws for all of them. Returns the exit code. */
async function startWorkers(config: Config): Promise<number> {
  const isLogged = ['warn', 'info', 'debug'].includes(config.logLevel);
  const log: Log = (event, detail) => {
    if (isLogged) console.log(JSON.stringify({ level: 40, time: Date.now(), pid: process.pid, ...detail, msg: event }));
  };
  const pictures = createPictures({ log });
  const runtimes = createRuntimes({ added: runtimeFolderOf(config) });
  const pages = createPages({ chromium: config.chromium, runtimes, log });
  const code = await runWorkers(config.workers, { pictures, pages }, console.error);
  await Promise.all([pages.close(), pictures.close()]);
  return code;
}

async function serve(config: Config, worker: OwnWorker | null): Promise<void> {
  // Loaded only by processes that serve: it takes some time and memory.
  const { createServer } = await import('./app.ts');
  const server = await createServer(config, worker ?? {});
  await server.http.listen({ port: config.port, host: config.host });
  if (!worker?.isReplacement && worker?.doesChores !== false) await announce(config, server);

  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      // A terminal signals all processes, and so does the primary one.
      if (closing && worker) return;
      if (closing) process.exit(1);
      closing = true;
      server.close().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
}

/** Prints the address of a server, and the link to set it up. */
async function announce(config: Config, server: Server): Promise<void> {
  const address = server.http.server.address();
  await writeLastStart(config, address !== null && typeof address === 'object' ? address.port : config.port).catch(
    (err: unknown) => server.http.log.warn({ err }, 'admin commands do not learn the address of this server'),
  );

  console.log(`GoFigr is at ${config.publicUrl.origin}`);
  if (/api/i.test(config.publicUrl.hostname))
    console.warn(
      `Published clients replace "api" in the address by "app": their links to ${config.publicUrl.origin} will be wrong. Use another host name.`,
    );
  const link = await server.setupLink();
  if (link)
    console.log(`\nThere are no users yet. Create the administrator here (the link works once):\n\n  ${link}\n`);
}

main().catch((error: unknown) => {
  const isDebugging = process.env['GOFIGR_LOG_LEVEL'] === 'debug';
  console.error(isDebugging ? error : `GoFigr did not start. ${messageOf(error)}`);
  process.exit(1);
});
