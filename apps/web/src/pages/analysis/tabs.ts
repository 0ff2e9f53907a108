export type AnalysisTab = 'activity';

/** A tab named in an address; the figures stay unnamed there. */
export const analysisTabOf = (value: unknown): AnalysisTab | undefined => (value === 'activity' ? value : undefined);
