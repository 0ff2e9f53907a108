import type { ApiKey } from '@gofigr/contract';
import { IconCircleCheck, IconLoader } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Notice } from '../../ui/notice.tsx';
import { firstUseQuery } from './queries.ts';
import { originOf } from './words.ts';

/** Waits for the first use of a new key, and says from where it came. */
export function FirstUse({ apiKey, isOwn }: { apiKey: ApiKey; isOwn: boolean }) {
  const use = useQuery(firstUseQuery(apiKey, isOwn)).data;
  const origin = use ? originOf(use) : '';
  return (
    <div aria-live="polite">
      {use?.last_used ? (
        <Notice tone="good" icon={<IconCircleCheck size={20} />} title="The key works">
          It was used just now{origin && ` from ${origin}`}.
        </Notice>
      ) : (
        <Notice tone="plain" icon={<IconLoader size={20} />} title="Waiting for its first use">
          This box turns green when a client uses the key.
        </Notice>
      )}
    </div>
  );
}
