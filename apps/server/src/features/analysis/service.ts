import { MAKER_FIELDS, type Maker } from '@gofigr/contract';
import { formatTime } from '../../kernel/clock.ts';
import type { RevisionRow } from './store.ts';

type Named = Pick<Maker, (typeof MAKER_FIELDS)[number]>;

const NAMELESS: Named = { notebook_name: null, notebook_path: null, url: null, script: null };

/** Characters of a field. */
const LONGEST = 2000;

/** Notebooks and scripts that these revisions name in their metadata, in order of their first one. */
export function makersAmong(revisions: readonly RevisionRow[]): Maker[] {
  const makers = new Map<string, Maker & { of: Set<string | null> }>();
  for (const { id, figure_id, metadata, created_on } of revisions) {
    const named = namedIn(JSON.parse(metadata));
    // Addresses of a notebook differ with each session of its server.
    const key = JSON.stringify([named.notebook_path ?? named.notebook_name, named.script]);
    if (key === '[null,null]') continue;
    const maker = makers.get(key) ?? {
      ...named,
      figures: 0,
      newest: id,
      published_on: formatTime(created_on),
      of: new Set(),
    };
    maker.of.add(figure_id);
    makers.set(key, maker);
  }
  return [...makers.values()].map(({ of, ...maker }) => ({ ...maker, figures: of.size }));
}

function namedIn(metadata: unknown): Named {
  if (typeof metadata !== 'object' || metadata === null) return NAMELESS;
  const named = { ...NAMELESS };
  for (const field of MAKER_FIELDS) {
    const value: unknown = Object.hasOwn(metadata, field) ? Reflect.get(metadata, field) : null;
    if (typeof value === 'string' && value !== '') named[field] = value.slice(0, LONGEST);
  }
  return named;
}
