import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ActivitySearch, activitySearchOf } from './activity-search.ts';

/** The filters in the address, and a function that changes them there. */
export function useActivitySearch(): [search: ActivitySearch, set: (change: ActivitySearch) => void] {
  const address: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const set = (change: ActivitySearch) =>
    void navigate({ to: '.', search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false });
  return [activitySearchOf(address), set];
}
