export { BranchMenu } from './branch-menu.tsx';
