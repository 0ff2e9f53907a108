import type { FoundPicture, SimilarFigure } from '@gofigr/contract';
import { formatTime } from '../../kernel/clock.ts';
import type { FoundRow } from './store.ts';

type Finding = Pick<FoundPicture, 'certainty' | 'by' | 'score' | 'page'>;

type Row = Omit<FoundRow, 'hash'>;

const revisionOf = (row: Row) => ({
  revision: row.id,
  revision_index: row.revision_index,
  figure: row.figure,
  figure_name: row.figure_name,
  created_on: formatTime(row.created_on),
});

export const toFound = (row: Row, finding: Finding): FoundPicture => ({ ...finding, ...revisionOf(row) });

export const toSimilar = (row: Row, score: number): SimilarFigure => ({ ...revisionOf(row), score });
