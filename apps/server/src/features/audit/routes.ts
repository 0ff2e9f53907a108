import { Readable } from 'node:stream';
import { audit } from '@gofigr/contract';
import { type Clock, formatTime } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { invalid } from '../../kernel/errors.ts';
import { type Route, route } from '../../kernel/http/index.ts';
import { exportLines } from './service/entries.ts';
import { filterFor } from './service/filter.ts';
import { pageBefore } from './store.ts';
import { toEntry } from './wire.ts';

const PAGE = 100;
const MOST = 1000;

export function auditRoutes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(audit.list, async ({ principal, query }) => {
      const limit = Math.min(Number(query.limit ?? PAGE), MOST);
      if (limit < 1) throw invalid('limit', `must be from 1 to ${MOST}`);
      const filter = filterFor(principal, query);
      const before = query.before === undefined ? null : Number(query.before);
      // One row more than requested shows whether there is a next page.
      const rows = await pageBefore(db, filter, before, limit + 1);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const next = rows.length > limit && last ? String(last.seq) : null;
      return { entries: shown.map((row) => toEntry(row, principal)), next };
    }),

    route(audit.export, async ({ principal, query, reply }) => {
      const filter = filterFor(principal, query);
      const format = query.format ?? 'csv';
      const name = `gofigr-audit-${formatTime(clock.now()).slice(0, 10)}.${format}`;
      const lines = exportLines(db, filter, principal, format);
      return reply
        .code(200)
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(Readable.from(lines));
    }),
  ];
}
