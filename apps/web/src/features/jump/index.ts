export { JumpButton } from './jump-button.tsx';
