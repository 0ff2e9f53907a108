import { exporting } from '@gofigr/contract';
import type { FastifyReply } from 'fastify';
import { createAtOnce, createRateLimit, type SignedIn } from '../../kernel/auth/index.ts';
import { formatTime } from '../../kernel/clock.ts';
import { originOf, type Route, route } from '../../kernel/http/index.ts';
import { type ArchivedFile, archive } from '../../kernel/zip.ts';
import { createExportService, type ExportDeps } from './service.ts';

/** Exports that one user may start in an hour, and run at once: each reads everything. */
const STARTED = { points: 20, seconds: 3600 };
const AT_ONCE = 2;

/** Archives of figures that one user may start in an hour: they are smaller. */
const FIGURES_STARTED = { points: 100, seconds: 3600 };

export function exportRoutes(deps: ExportDeps): Route[] {
  const exports = createExportService(deps);
  const started = createRateLimit(STARTED, { db: deps.db, limit: 'exports' });
  const figuresStarted = createRateLimit(FIGURES_STARTED, { db: deps.db, limit: 'archives of figures' });
  const running = createAtOnce(AT_ONCE, 'Two exports of yours are running.');

  /** Sends an archive of the files. It counts as running until the client has read it or has gone away. */
  async function send(
    { userId }: SignedIn,
    reply: FastifyReply,
    name: string,
    begin: () => Promise<AsyncIterable<ArchivedFile>>,
  ) {
    const end = running.begin(userId);
    const files = await begin().catch((error: unknown) => {
      end();
      throw error;
    });
    const output = archive(files);
    output.once('close', end);
    // Also if the client went away before the first byte.
    reply.raw.once('close', () => output.destroy());
    const day = formatTime(deps.clock.now()).slice(0, 10);
    return reply
      .code(200)
      .type('application/zip')
      .headers({ 'content-disposition': `attachment; filename="${name}-${day}.zip"`, 'cache-control': 'no-store' })
      .send(output);
  }

  return [
    route(exporting.contents, async ({ principal }) => exports.contents(principal)),

    route(exporting.archive, ({ principal, query, request, reply }) =>
      send(principal, reply, `gofigr-${principal.username}`, async () => {
        await started.check(principal.userId);
        return exports.files(principal, query.workspaces ?? 'owned', originOf(request));
      }),
    ),

    route(exporting.figures, ({ principal, body: { objects: ids, files = 'pictures' }, reply }) =>
      send(principal, reply, 'gofigr-figures', async () => {
        await figuresStarted.check(principal.userId);
        return exports.figures(principal, { ids: ids.map((id) => id.toLowerCase()), which: files });
      }),
    ),
  ];
}
