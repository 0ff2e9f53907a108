import { lazyPage } from '../../lib/lazy-page.ts';

export const RegisterPage = lazyPage(async () => (await import('./register-page.tsx')).RegisterPage);
