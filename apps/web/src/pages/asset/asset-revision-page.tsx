import { useSuspenseQuery } from '@tanstack/react-query';
import { assetRevisionQuery } from '../../features/asset/index.ts';
import { AssetPage } from './asset-page.tsx';

export function AssetRevisionPage({ id }: { id: string }) {
  const { data } = useSuspenseQuery(assetRevisionQuery(id));
  return <AssetPage id={data.asset} revision={id} />;
}
