import { lazyPage } from '../../lib/lazy-page.ts';

export const AssetPage = lazyPage(async () => (await import('./asset-page.tsx')).AssetPage);
export const AssetRevisionPage = lazyPage(async () => (await import('./asset-revision-page.tsx')).AssetRevisionPage);
export { loadAsset, loadAssetRevision } from './load.ts';
