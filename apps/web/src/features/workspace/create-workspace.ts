import type { Workspace } from '@gofigr/contract';
import { call } from '../../lib/api.ts';

export const createWorkspace = (body: {
  name: string;
  description: string;
  organization?: string;
}): Promise<Workspace> => call('POST /workspace/', { body });
