import type { Data } from '@gofigr/contract';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../../ui/loaded.tsx';
import { viewQuery } from './view-query.ts';
import css from './viewer.module.css';

/** Shows interactive HTML. It runs on an opaque origin: no cookies, no storage, no access to this page. */
export function Interactive({ datum, title }: { datum: Data; title: string }) {
  const link = useQuery(viewQuery(datum.api_id));
  return (
    <Loaded of={link} what="The interactive figure" skeleton={<Skeleton height="100%" />}>
      {({ url }) => (
        <iframe
          className={css['frame']}
          src={url}
          title={`${title}, interactive`}
          sandbox="allow-scripts"
          referrerPolicy="no-referrer"
        />
      )}
    </Loaded>
  );
}
