import type { TestMail } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Health of the server, for administrators. */
export const healthQuery = () =>
  queryOptions({ queryKey: ['health'], queryFn: ({ signal }) => call('GET /admin/health/', { signal }), staleTime: 0 });

export const sendTestMail = (): Promise<TestMail> => call('POST /admin/test_mail/');
