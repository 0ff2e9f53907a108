import { PARTS, type Part } from '@gofigr/contract';
import { formatNamed } from '@gofigr/contract/formats';

/** A datum, with the ID of its revision. */
export interface Held {
  id: string;
  type: string;
  name: string;
  hash: string;
  metadata: string;
}

export interface Numbered {
  id: string;
  /** Tells whether the metadata differ from those of the revision before. Null if there is none. */
  other_metadata: boolean | number | null;
}

const OF_TYPE: Record<string, Part> = {
  image: 'picture',
  code: 'code',
  dataframe: 'data',
  text: 'text',
  file: 'files',
};

/** Names of published texts that describe the figure's environment. */
const ENVIRONMENT = /^(pip[ _-]?freeze|conda|renv|session[ _-]?info|system[ _-]?info|environment)/i;

/** Tells whether the same picture has the same bytes in a format; others contain dates and random IDs. */
function isRasterFormat(declared: unknown): boolean {
  const format = formatNamed(typeof declared === 'string' ? declared : undefined);
  return format?.kind === 'image' && !format.vector;
}

interface Content {
  part: Part;
  key: string;
  isRaster: boolean;
}

function contentOf({ type, name, hash, metadata }: Held): Content[] {
  const fields = JSON.parse(metadata) as { is_watermarked?: unknown; format?: unknown }; // always an object; its fields are checked below
  const part = type === 'text' && ENVIRONMENT.test(name) ? 'environment' : OF_TYPE[type];
  // A watermark contains the revision's own link, and a notebook's history contains every cell that was run.
  if (!part || fields.is_watermarked === true || fields.format === 'jupyter-history/json') return [];
  return [{ part, key: `${name} ${hash}`, isRaster: isRasterFormat(fields.format) }];
}

/** Compares each revision with the one before it: other bytes under a name, data added or removed, other metadata. */
export function changesBetween(revisions: readonly Numbered[], held: readonly Held[]): Map<string, Part[]> {
  const data = Map.groupBy(held, ({ id }) => id);
  const listed = revisions.map((one) => ({ ...one, contents: (data.get(one.id) ?? []).flatMap(contentOf) }));
  return new Map(
    listed.map(({ id, other_metadata, contents }, index) => {
      const before = listed[index - 1]?.contents;
      const changed = PARTS.filter((part) => before && differ(part, before, contents));
      return [id, other_metadata ? [...changed, 'metadata'] : changed];
    }),
  );
}

function differ(part: Part, before: readonly Content[], after: readonly Content[]): boolean {
  const [a, b] = [before.filter((one) => one.part === part), after.filter((one) => one.part === part)];
  const byRaster = part === 'picture' && a.some(({ isRaster }) => isRaster) && b.some(({ isRaster }) => isRaster);
  const [left, right] = [a, b].map((contents) =>
    contents
      .filter(({ isRaster }) => isRaster || !byRaster)
      .map(({ key }) => key)
      .toSorted()
      .join('\n'),
  );
  return left !== right;
}
