import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Db } from '../../kernel/db/index.ts';

/** `/healthz`: the process answers. `/readyz`: it can reach its database, so requests will work. */
export function healthPages(app: FastifyInstance, { db }: { db: Db }): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (request, reply) => {
    try {
      await sql`select 1`.execute(db);
      return { status: 'ok' };
    } catch (error) {
      request.log.error({ err: error }, 'the database can not be reached');
      return reply.code(503).send({ status: 'unavailable' });
    }
  });
}
