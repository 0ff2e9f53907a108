export { assetRevisionRoutes } from './routes/asset-revisions.ts';
export { assetRoutes } from './routes/assets.ts';
export { analysisOf as assetAnalysis, assetSlices, assetsByIds } from './store.ts';
export { toAssetRevision, toNestedAsset } from './wire.ts';
