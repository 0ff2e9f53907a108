export { assetRoutes } from './asset-routes.ts';
export { assetRevisionRoutes } from './revision-routes.ts';
export { type AssetRow, assetsByIds, assetsIn } from './store.ts';
export { toNestedAsset } from './wire.ts';
