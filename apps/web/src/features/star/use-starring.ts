import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { messageOf } from '../../lib/failure.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { setStar } from './star-query.ts';

/** Returns a function that stars a figure of an analysis or takes the star back. A failure is told, and nothing is changed. */
export function useStarring(analysis: string): (figure: string, starred: boolean) => void {
  const queryClient = useQueryClient();
  const invalidate = useInvalidate();
  return useCallback(
    (figure, starred) => {
      setStar(queryClient, figure, analysis, starred).then(
        () => invalidate('starred'),
        (error: unknown) => notifications.show({ color: 'red', message: messageOf(error) }),
      );
    },
    [queryClient, invalidate, analysis],
  );
}
