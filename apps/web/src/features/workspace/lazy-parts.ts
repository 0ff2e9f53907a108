import { lazyDialog } from '../../ui/lazy-dialog.tsx';

export const ChooseAnalysis = lazyDialog(async () => (await import('./choose-target.tsx')).ChooseAnalysis);
export const ChooseWorkspace = lazyDialog(async () => (await import('./choose-target.tsx')).ChooseWorkspace);
