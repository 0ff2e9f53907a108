import type { Workspace } from '@gofigr/contract';
import { request } from '../../lib/api.ts';

export const createWorkspace = (body: { name: string; description: string }): Promise<Workspace> =>
  request<Workspace>('POST', '/workspace/', { body });
