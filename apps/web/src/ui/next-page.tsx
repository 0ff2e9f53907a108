import { Failure } from './failure.tsx';

/** A list in pages. */
interface Pages {
  hasNextPage: boolean;
  isFetching: boolean;
  isError: boolean;
  isFetchNextPageError: boolean;
  error: unknown;
  fetchNextPage: () => Promise<unknown>;
}

/** Fetches the next page as the user comes near. After a failure, only if the user wants to: else it would be without end. */
export function fetchNext(pages: Pages): void {
  if (pages.hasNextPage && !pages.isFetching && !pages.isError) void pages.fetchNextPage();
}

/** Shows that the next page could not be loaded. */
export function NextPageFailure({ of: { isFetchNextPageError, error, fetchNextPage } }: { of: Pages }) {
  if (!isFetchNextPageError) return null;
  return <Failure error={error} what="More could not be loaded" onRetry={() => void fetchNextPage()} />;
}
