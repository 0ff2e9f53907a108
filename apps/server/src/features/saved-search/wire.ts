import type { SavedSearch } from '@gofigr/contract';
import { formatTime } from '../../kernel/clock.ts';
import type { SavedSearchRow } from './store.ts';

export const toSavedSearch = ({ id, name, q, created }: SavedSearchRow): SavedSearch => ({
  api_id: id,
  name,
  q,
  created: formatTime(created),
});
