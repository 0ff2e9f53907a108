export { AnalysisCard } from './analysis-card.tsx';
export { AnalysisPage } from './analysis-page.tsx';
export { analysisQuery } from './analysis-query.ts';
export { createAnalysis } from './create-analysis.ts';
