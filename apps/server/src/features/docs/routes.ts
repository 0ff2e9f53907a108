import { openApi } from '@gofigr/contract/openapi';
import type { FastifyInstance } from 'fastify';
import { renderPage } from './service/page.ts';

/** `/api/docs`: the operations as a page. `/api/docs/openapi.json`: the document that the page is made from. */
export function docsPages(app: FastifyInstance, version: string): void {
  // Made when somebody asks for them: they take a tenth of the time of a start.
  let document: ReturnType<typeof openApi> | undefined;
  let page: string | undefined;
  const documentOnce = () => (document ??= openApi(version));
  app.get('/api/docs', async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
      )
      .send((page ??= renderPage(documentOnce()))),
  );
  app.get('/api/docs/openapi.json', async () => documentOnce());
}
