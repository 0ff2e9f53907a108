export { Listing } from './listing.tsx';
export { listingQuery, prefetchListing } from './listing-query.ts';
