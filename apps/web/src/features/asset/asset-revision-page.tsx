import { useSuspenseQuery } from '@tanstack/react-query';
import { AssetPage } from './asset-page.tsx';
import { assetRevisionQuery } from './asset-query.ts';

export function AssetRevisionPage({ id }: { id: string }) {
  const { data } = useSuspenseQuery(assetRevisionQuery(id));
  return <AssetPage id={data.asset} revision={id} />;
}
