import { PARTS, type Part, type RevisionChange } from '@gofigr/contract';

/** A datum of a revision; a revision without data has one row of nulls. */
export interface Held {
  id: string;
  type: string | null;
  name: string | null;
  hash: string | null;
  metadata: string | null;
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

/** Formats in which the same picture has the same bytes; others contain dates and random IDs. */
const RASTER = new Set(['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp', 'tiff']);

interface Content {
  part: Part;
  key: string;
  isRaster: boolean;
}

function contentOf({ type, name, hash, metadata }: Held): Content[] {
  const fields = JSON.parse(metadata ?? '{}') as { is_watermarked?: unknown; format?: unknown }; // always an object; its fields are checked below
  const part = type === 'text' && ENVIRONMENT.test(name ?? '') ? 'environment' : OF_TYPE[type ?? ''];
  // A watermark contains the revision's own link, and a notebook's history contains every cell that was run.
  if (!part || fields.is_watermarked === true || fields.format === 'jupyter-history/json') return [];
  return [{ part, key: `${name} ${hash}`, isRaster: RASTER.has(String(fields.format).toLowerCase()) }];
}

/** Compares each revision with the one before it: other bytes under a name, or data added or removed. */
export function changesBetween(held: readonly Held[]): RevisionChange[] {
  const revisions = [...Map.groupBy(held, ({ id }) => id)].map(([revision, data]) => ({
    revision,
    contents: data.flatMap(contentOf),
  }));
  return revisions.map(({ revision, contents }, index) => {
    const before = revisions[index - 1]?.contents;
    return { revision, changed: before ? PARTS.filter((part) => differ(part, before, contents)) : [] };
  });
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
