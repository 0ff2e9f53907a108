/**
 * A server that only keeps bytes: `bare-server.ts FOLDER`. It knows neither people nor hashes and has no database. It
 * answers when a file and its name are on the disk, so it shows how fast a server in Node can be. Prints its port.
 */
import { mkdirSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';

const [folder = ''] = process.argv.slice(2);
const temporary = join(folder, 'tmp');
mkdirSync(temporary);
const names = await open(folder, 'r');
let count = 0;

async function keep(request: IncomingMessage): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // a request without an encoding gives buffers
  const name = String((count += 1));
  const file = await open(join(temporary, name), 'wx');
  await file.writev(chunks);
  await file.datasync();
  await file.close();
  await rename(join(temporary, name), join(folder, name));
  await names.sync();
}

const server = createServer((request, response) => {
  keep(request).then(
    () => response.writeHead(200).end(),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : '');
});
