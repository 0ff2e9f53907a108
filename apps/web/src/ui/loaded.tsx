import type { ReactNode } from 'react';
import { Failure } from './failure.tsx';

interface Loading<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

interface LoadedProps<T> {
  of: Loading<T>;
  /** Completes "… could not be loaded". */
  what: string;
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}

/** Skeleton, failure with retry, or the content: one of the three for anything that is fetched. */
export function Loaded<T>({ of, what, skeleton, children }: LoadedProps<T>) {
  if (of.data !== undefined) return children(of.data);
  if (of.error) return <Failure error={of.error} what={`${what} could not be loaded`} onRetry={() => of.refetch()} />;
  return skeleton;
}
