import type { ListedAsset, Workspace } from '@gofigr/contract';
import { formatBytes, plural } from '../../lib/format.ts';
import { AccessMark } from '../../ui/access-mark.tsx';
import { Card, CardLink, CardRow } from '../../ui/cards.tsx';
import { When } from '../../ui/when.tsx';
import { Thumbnail } from '../thumbnail/index.ts';

/** An asset as a workspace lists it: without its revisions, or with their number only. */
type ShownAsset = Workspace['assets'][number] & Partial<Pick<ListedAsset, 'revision_count' | 'access'>>;

/** Shows an asset as a card of a gallery. */
export const AssetCard = ({ asset }: { asset: ShownAsset }) => <Card {...partsOf(asset, 'card')} />;

/** Shows an asset as a row of a list. */
export const AssetRow = ({ asset }: { asset: ShownAsset }) => <CardRow {...partsOf(asset, 'small')} />;

function partsOf(asset: ShownAsset, size: 'card' | 'small') {
  const time = asset.child_updated_on ?? asset.created_on;
  return {
    picture: <Thumbnail kind="asset" id={asset.api_id} size={size} version={time} />,
    link: (
      <CardLink to="/asset/$id" params={{ id: asset.api_id }}>
        {asset.name}
      </CardLink>
    ),
    facts: (
      <>
        <AccessMark access={asset.access} />
        {asset.revision_count !== undefined && `${plural(asset.revision_count, 'revision')} · `}
        {formatBytes(asset.size_bytes)} · <When time={time} />
      </>
    ),
  };
}
