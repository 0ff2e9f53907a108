import { useMutation } from '@tanstack/react-query';
import { useInvalidate } from '../../lib/invalidate.ts';

/** Makes a change and reads the sharing again. */
export function useChangeSharing<V, T>(change: (value: V) => Promise<T>) {
  const invalidate = useInvalidate();
  return useMutation({
    mutationFn: change,
    onSuccess: () => invalidate('sharing'),
  });
}
