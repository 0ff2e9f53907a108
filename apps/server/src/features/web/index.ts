import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { answerNotFound } from '../../kernel/http/index.ts';
import type { Previews } from './previews.ts';

export { createPreviews } from './previews.ts';

/** The app runs nothing but its own files, talks to nobody but this server, and can't be framed. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The web app: its files, and its page at every address that is not the API's; what is shared by link has a preview. */
export async function webPages(app: FastifyInstance, folder: string, previews: Previews): Promise<void> {
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    // The build leaves `x.br` and `x.gz` beside each file.
    preCompressed: true,
    setHeaders(reply, path) {
      // Vite puts a hash of the content into the names of these files.
      const immutable = path.includes('/assets/');
      reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.setNotFoundHandler(async (request, reply) => {
    const asksForPage = request.method === 'GET' && !/^\/+(api|content|assets)\b/.test(request.url);
    if (!asksForPage) return answerNotFound();
    const head = await previews.headOf(request.url).catch((error: unknown) => {
      request.log.error({ err: error }, 'a preview could not be made');
      return null;
    });
    return reply
      .code(200)
      .type('text/html; charset=utf-8')
      .headers({ 'content-security-policy': POLICY, 'cache-control': 'no-cache' })
      .send(head === null ? page : page.replace(/<title>.*?<\/title>/, () => head));
  });
}
