export { MoveDialog } from './move-dialog.tsx';
export { ObjectMenu } from './object-menu.tsx';
