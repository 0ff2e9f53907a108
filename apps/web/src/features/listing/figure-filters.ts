import type { ShownKind, Sort } from '@gofigr/contract';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { dayOf, textOf, timesOf } from '../../lib/days.ts';

/** Filters and order of a gallery, as its address has them. */
export interface FigureFilters {
  sort?: Sort | undefined;
  by?: string | undefined;
  tags?: string[] | undefined;
  kind?: ShownKind | undefined;
  from?: string | undefined;
  to?: string | undefined;
  table?: true | undefined;
  starred?: true | undefined;
}

export const KIND_NAMES: Readonly<Record<ShownKind, string>> = {
  picture: 'Picture',
  interactive: 'Interactive',
  table: 'Table',
  other: 'Other',
};
const SORTS: Readonly<Record<Sort, true>> = { changed: true, created: true, name: true, size: true };

const isSort = (value: unknown): value is Sort => typeof value === 'string' && Object.hasOwn(SORTS, value);
const isKind = (value: unknown): value is ShownKind => typeof value === 'string' && Object.hasOwn(KIND_NAMES, value);
const isTrue = (value: unknown): true | undefined => (value === true || value === 'true' ? true : undefined);

function tagsOf(value: unknown): string[] | undefined {
  const tags = (Array.isArray(value) ? value : [value]).map(textOf).filter((tag) => tag !== undefined);
  return tags.length > 0 ? tags : undefined;
}

/** Reads the filters in an address. Unknown ones count as absent. */
export function figureFiltersOf(search: Record<string, unknown>): FigureFilters {
  const { sort, kind } = search;
  return {
    sort: isSort(sort) ? sort : undefined,
    by: textOf(search['by']),
    tags: tagsOf(search['tags']),
    kind: isKind(kind) ? kind : undefined,
    from: dayOf(search['from']),
    to: dayOf(search['to']),
    table: isTrue(search['table']),
    starred: isTrue(search['starred']),
  };
}

/** The filters as the server takes them. */
export function figureQueryOf({ by, tags, kind, from, to, table, starred }: FigureFilters): Record<string, string> {
  return {
    ...(by && { by }),
    ...(tags && { tags: tags.join('\n') }),
    ...(kind && { kind }),
    ...timesOf({ from, to }),
    ...(table && { has_table: 'true' }),
    ...(starred && { starred: 'true' }),
  };
}

const NO_FILTERS = {
  by: undefined,
  tags: undefined,
  kind: undefined,
  from: undefined,
  to: undefined,
  table: undefined,
  starred: undefined,
} satisfies FigureFilters;

/** The filters in the address of this page, a function that changes some of them, and one that removes all. */
export function useFigureFilters() {
  const filters = figureFiltersOf(useSearch({ strict: false }));
  const navigate = useNavigate();
  const set = (some: FigureFilters & { filter?: undefined }) =>
    void navigate({ to: '.', search: (old) => ({ ...old, ...some }), replace: true, resetScroll: false });
  return { filters, set, clear: () => set({ ...NO_FILTERS, filter: undefined }) };
}
