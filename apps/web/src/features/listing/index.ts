export { type FigureFilters, figureFiltersOf } from './figure-filters.ts';
export { Listing, type Selected } from './listing.tsx';
export { type NamedEntry, prefetchListing } from './listing-query.ts';
export { recentQuery } from './recent-query.ts';
