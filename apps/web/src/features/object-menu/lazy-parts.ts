import { lazyDialog } from '../../ui/lazy-dialog.tsx';

export const DeleteDialog = lazyDialog(async () => (await import('./delete-dialog.tsx')).DeleteDialog);
