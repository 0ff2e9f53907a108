import { createServer } from './app.ts';
import { readConfig } from './kernel/config/index.ts';
import { messageOf } from './kernel/failures.ts';
import { createPrivately, writeLastStart } from './kernel/storage/index.ts';

/** Starts the server and prints its address. An error that prevents the start is printed in one line. */
async function main(): Promise<void> {
  createPrivately();
  const config = readConfig();
  const server = await createServer(config);
  await server.http.listen({ port: config.port, host: config.host });
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

  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
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

main().catch((error: unknown) => {
  const isDebugging = process.env['GOFIGR_LOG_LEVEL'] === 'debug';
  console.error(isDebugging ? error : `GoFigr did not start. ${messageOf(error)}`);
  process.exit(1);
});
