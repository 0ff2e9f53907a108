import type { Comparison } from '@gofigr/compare';
import type { Data, Revision } from '@gofigr/contract';
import { NativeSelect } from '@mantine/core';
import { IconPhotoOff } from '@tabler/icons-react';
import { useMemo } from 'react';
import { type CompareSearch, DataDiffs, PictureCompare, type ShownPicture } from '../../features/compare/index.ts';
import { comparedPicture, type ImageChoice, imageChoices, isComparable, pick } from '../../features/data/index.ts';
import { Empty } from '../../ui/empty.tsx';

interface PicturesProps {
  a: Revision;
  b: Revision;
  comparison: Comparison | undefined;
  search: CompareSearch;
  onChange: (change: CompareSearch) => void;
}

/** Shows the pictures of both revisions in one format, and the differing parts of drawings. */
export function Pictures({ a, b, comparison, search, onChange }: PicturesProps) {
  const pairs = pairsOf(a, b);
  const drawings = useMemo(
    () => comparison?.pictures.filter(({ content }) => content && 'svg' in content) ?? [],
    [comparison],
  );
  const pair = pairs.find(({ key }) => key === search.format) ?? pairs[0];
  if (!pair) {
    return (
      <Empty icon={<IconPhotoOff size={30} stroke={1.4} />} title="These pictures can't be compared">
        Both revisions need a picture with pixels or an SVG. Pages and PDF are only shown one by one.
      </Empty>
    );
  }
  const shown = (revision: Revision, datum: Data): ShownPicture => ({
    label: labelOf(a, b, revision),
    hash: datum.hash,
    ...comparedPicture(datum),
  });
  return (
    <>
      <PictureCompare
        key={`${pair.a.hash}/${pair.b.hash}`}
        a={shown(a, pair.a)}
        b={shown(b, pair.b)}
        search={search}
        onChange={onChange}
        choice={
          pairs.length > 1 && (
            <NativeSelect
              size="xs"
              aria-label="Picture"
              value={pair.key}
              onChange={(event) => onChange({ format: event.currentTarget.value })}
              data={pairs.map(({ key, label }) => ({ value: key, label }))}
            />
          )
        }
      />
      {drawings.length > 0 && <DataDiffs what="drawings" diffs={drawings} split={false} />}
    </>
  );
}

/** Names a side by its revision, and by its figure if they are of two. */
const labelOf = (a: Revision, b: Revision, { figure_metadata: { name }, revision_index: index }: Revision): string =>
  a.figure === b.figure ? `Revision #${index + 1}` : `${name} #${index + 1}`;

/** Pictures that both revisions have in a format that browsers show. Of unlike formats, the first of each. */
function pairsOf(a: Revision, b: Revision): { key: string; label: string; a: Data; b: Data }[] {
  const [some, others] = [a, b].map((revision) =>
    imageChoices(revision.data.filter(({ type }) => type === 'image')).filter(({ format }) => isComparable(format)),
  ) as [ImageChoice[], ImageChoice[]]; // two lists stay two
  const pair = (one: ImageChoice, other: ImageChoice | undefined) => {
    const [datum, second] = [pick(one, false), other && pick(other, false)];
    return datum && second ? [{ key: one.key, label: one.label, a: datum, b: second }] : [];
  };
  const same = some.flatMap((one) =>
    pair(one, others.find(({ key }) => key === one.key) ?? others.find(({ format }) => format === one.format)),
  );
  return same.length > 0 || !some[0] ? same : pair(some[0], others[0]);
}
