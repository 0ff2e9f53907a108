export { agrees, NewPassword } from './new-password.tsx';
export { PasswordSection } from './password-section.tsx';
export { forgotPassword, resetPassword } from './requests.ts';
