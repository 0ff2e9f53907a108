import { lazyDialog } from '../../ui/lazy-dialog.tsx';

export const MoveChosen = lazyDialog(async () => (await import('./move-chosen.tsx')).MoveChosen);
export const DeleteChosen = lazyDialog(async () => (await import('./delete-chosen.tsx')).DeleteChosen);
export const ShareChosen = lazyDialog(async () => (await import('./share-chosen.tsx')).ShareChosen);
export const TagChosen = lazyDialog(async () => (await import('./tag-chosen.tsx')).TagChosen);
