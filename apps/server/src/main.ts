import { createServer } from './app.ts';
import { readConfig } from './kernel/config/index.ts';

const config = readConfig();
const server = await createServer(config);
await server.http.listen({ port: config.port, host: config.host });

console.log(`GoFigr is at ${config.publicUrl.origin}`);
const link = await server.setupLink();
if (link) console.log(`\nThere is no account yet. Create the administrator here (the link works once):\n\n  ${link}\n`);

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
