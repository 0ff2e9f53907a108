export { BranchMenu } from './branch-menu.tsx';
export { MoveDialog } from './move-dialog.tsx';
