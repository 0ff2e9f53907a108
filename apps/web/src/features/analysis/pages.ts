import { lazyPage } from '../../lib/lazy-page.ts';

export const AnalysisPage = lazyPage(async () => (await import('./analysis-page.tsx')).AnalysisPage);
