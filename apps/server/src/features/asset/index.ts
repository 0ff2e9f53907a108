export { assetRevisionRoutes } from './routes/asset-revisions.ts';
export { assetRoutes } from './routes/assets.ts';
export { type AssetRow, assetsByIds, assetsIn } from './store.ts';
export { toNestedAsset } from './wire.ts';
