import { lazyPage } from '../../lib/lazy-page.ts';

export const DevicePage = lazyPage(async () => (await import('./device-page.tsx')).DevicePage);
