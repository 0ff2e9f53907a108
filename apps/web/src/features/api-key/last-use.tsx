import type { ApiKeyUse } from '@gofigr/contract';
import { When } from '../../ui/when.tsx';
import css from './api-key-table.module.css';
import { originOf } from './words.ts';

/** Shows when and from where a key was last used. */
export function LastUse({ lastUsed, use }: { lastUsed: string | null; use: ApiKeyUse | undefined }) {
  if (!lastUsed) return 'Never used';
  const origin = originOf(use);
  return (
    <div>
      <When time={lastUsed} />
      {origin && <div className={css['where']}>from {origin}</div>}
    </div>
  );
}
