export { AssetCard, AssetLine } from './asset-card.tsx';
export { assetQuery, assetRevisionQuery } from './asset-query.ts';
export { AssetPage, AssetRevisionPage } from './pages.ts';
