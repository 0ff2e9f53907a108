import type { QueryClient } from '@tanstack/react-query';
import { type PathKind, pathQuery } from './path-query.ts';
import { rightsQuery } from './rights-query.ts';

/**
 * Loads what the head of an object's page shows around its name, so that nothing moves when the page is there. A failure
 * does not keep the page back.
 */
export async function loadSurroundings(
  queryClient: QueryClient,
  kind: Exclude<PathKind, 'revision'> | 'workspace',
  id: string,
): Promise<void> {
  const path = kind === 'workspace' ? [] : [queryClient.ensureQueryData(pathQuery(kind, id))];
  await Promise.allSettled([queryClient.ensureQueryData(rightsQuery(kind, id)), ...path]);
}
