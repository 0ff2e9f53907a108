import { lazyDialog } from '../../ui/lazy-dialog.tsx';

export const SelectionBar = lazyDialog(async () => (await import('./selection-bar.tsx')).SelectionBar);
