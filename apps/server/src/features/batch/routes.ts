import { batch } from '@gofigr/contract';
import { createAtOnce } from '../../kernel/auth/index.ts';
import { noteError, type Route, route } from '../../kernel/http/index.ts';
import { type BatchDeps, createBatchService } from './service.ts';

/** Batches of one user that run at once: each may take seconds. */
const AT_ONCE = 2;

export function batchRoutes(deps: BatchDeps): Route[] {
  const service = createBatchService(deps);
  const running = createAtOnce(AT_ONCE, 'Two batches of yours are running.');
  return [
    route(batch.change, async ({ principal, body, perform, request }) => {
      const changeOne = service.changeFor(body, { principal, perform });
      const end = running.begin(principal.userId);
      try {
        return { objects: await service.changeAll(body.objects, changeOne, (error) => noteError(error, request)) };
      } finally {
        end();
      }
    }),
  ];
}
