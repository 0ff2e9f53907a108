import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { APP, answerNotFound } from '../../kernel/http/index.ts';
import type { Previews } from './service.ts';

/** Serves the web app: its files, and its page at every address outside the API. Link-shared objects get a preview. */
export async function webPages(app: FastifyInstance, folder: string, previews: Previews): Promise<void> {
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    // The build puts `x.br` and `x.gz` next to each file.
    preCompressed: true,
    setHeaders(reply, path) {
      // Vite adds a hash of the content to the names of these files.
      const immutable = path.includes('/assets/');
      reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
      reply.header('content-security-policy', APP);
    },
  });
  app.setNotFoundHandler(async (request, reply) => {
    const asksForPage = request.method === 'GET' && !/^\/+(api|content|runtimes|assets)\b/.test(request.url);
    if (!asksForPage) return answerNotFound();
    const head = await previews.headOf(request.url).catch((error: unknown) => {
      request.log.error({ err: error }, 'a preview could not be made');
      return null;
    });
    return reply
      .code(200)
      .type('text/html; charset=utf-8')
      .headers({ 'content-security-policy': APP, 'cache-control': 'no-cache' })
      .send(head === null ? page : page.replace(/<title>.*?<\/title>/, () => head));
  });
}
