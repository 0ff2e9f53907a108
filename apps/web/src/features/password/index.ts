export { ForgotPasswordPage, ResetPasswordPage } from './pages.ts';
export { PasswordSection } from './password-section.tsx';
