export { DeleteDialog } from './lazy-parts.ts';
export { MoveDialog } from './move-dialog.tsx';
export { ObjectMenu } from './object-menu.tsx';
