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

/** Shows a skeleton while data load, then the content, or the failure with a button to try again. */
export function Loaded<T>({ of, what, skeleton, children }: LoadedProps<T>) {
  if (of.data !== undefined) return children(of.data);
  if (of.error) return <Failure error={of.error} what={`${what} could not be loaded`} onRetry={() => of.refetch()} />;
  return skeleton;
}
