export { QuickSearchButton } from './quick-search-button.tsx';
