export { AnalysisCard } from './analysis-card.tsx';
export { analysisQuery } from './analysis-query.ts';
export { createAnalysis } from './create-analysis.ts';
export { AnalysisPage } from './pages.ts';
