export { RegisterPage } from './pages.ts';
export { RegisterForm } from './register-form.tsx';
