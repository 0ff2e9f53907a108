import { lineage, MAX_LINEAGE_DEPTH, MAX_LINEAGE_NODES } from '@gofigr/contract';
import type { Database } from '../../kernel/db/index.ts';
import { invalid } from '../../kernel/errors.ts';
import { objectOf, type Route, route } from '../../kernel/http/index.ts';
import { lineageOf } from './service.ts';

export function lineageRoutes({ database }: { database: Database }): Route[] {
  return Object.values(lineage).map((operation) =>
    route(operation, async (call) => {
      const { direction = 'both', depth, limit } = call.query;
      return lineageOf(database, call.principal, objectOf(call), {
        directions: direction === 'both' ? ['up', 'down'] : [direction],
        depth: within('depth', depth, MAX_LINEAGE_DEPTH),
        limit: within('limit', limit, MAX_LINEAGE_NODES),
      });
    }),
  );
}

function within(name: string, text: string | undefined, most: number): number {
  const value = Number(text ?? most / 2);
  if (value < 1 || value > most) throw invalid(name, `must be from 1 to ${most}`);
  return value;
}
