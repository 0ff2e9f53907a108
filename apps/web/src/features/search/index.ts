export { MATCH_SOURCES } from './match-sources.ts';
export { operatorsIn, valueOf, withOperator, withoutOperator } from './operators.ts';
export { QuickSearchButton } from './quick-search-button.tsx';
export { SavedSearches, SaveSearch } from './saved-searches.tsx';
export { searchQuery } from './search-query.ts';
