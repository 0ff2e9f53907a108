import type { Revision } from '@gofigr/contract';
import { IconPhotoOff } from '@tabler/icons-react';
import { plural } from '../../lib/format.ts';
import { Empty } from '../../ui/empty.tsx';

const KINDS = [
  { type: 'code', one: 'code file' },
  { type: 'dataframe', one: 'table' },
  { type: 'text', one: 'text' },
  { type: 'file', one: 'file' },
] as const;

const list = new Intl.ListFormat('en');

/** Replaces the image of a revision that has none, and says what it has. */
export function NoImage({ revision: { data, metadata } }: { revision: Revision }) {
  const icon = <IconPhotoOff size={30} stroke={1.4} />;
  const others = KINDS.flatMap(({ type, one }) => {
    const count = data.filter((datum) => datum.type === type).length;
    return count === 0 ? [] : [plural(count, one)];
  });
  if (others.length > 0)
    return (
      <Empty icon={icon} title="No image in this revision">
        It has {list.format(others)}, in the tabs above.
      </Empty>
    );
  if (typeof metadata === 'object' && metadata !== null && Object.keys(metadata).length > 0)
    return (
      <Empty icon={icon} title="This revision has metadata only">
        It was published without an image, code, tables, text and files.
      </Empty>
    );
  return (
    <Empty icon={icon} title="This revision is empty">
      It was published without data and metadata.
    </Empty>
  );
}
