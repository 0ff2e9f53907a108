import { lazyDialog } from './lazy-dialog.tsx';

export type { NameAndDescription } from './edit-dialog.tsx';
export const ConfirmDialog = lazyDialog(async () => (await import('./confirm-dialog.tsx')).ConfirmDialog);
export const EditDialog = lazyDialog(async () => (await import('./edit-dialog.tsx')).EditDialog);
