export { AssetCard, AssetRow } from './asset-card.tsx';
export { AssetMenu } from './asset-menu.tsx';
export { assetQuery, assetRevisionQuery, usesQuery } from './asset-query.ts';
export { UploadButton, UploadZone } from './upload-zone.tsx';
