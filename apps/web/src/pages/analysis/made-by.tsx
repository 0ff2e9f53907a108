import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { makersQuery } from '../../features/analysis/index.ts';
import { MakerLink, makerOf } from '../../features/revision/index.ts';
import { plural } from '../../lib/format.ts';
import { TARGET, TextLink } from '../../ui/links.tsx';

const FEW = 3;

/** Names the notebooks and scripts that made the figures of an analysis. Shows nothing if none is known. */
export function MadeBy({ id }: { id: string }) {
  const { data: makers = [] } = useQuery(makersQuery(id));
  const [isOpen, setOpen] = useState(false);
  if (makers.length === 0) return null;
  const more = makers.length - FEW;
  return (
    <Text component="div" size="sm" c="dimmed" mb="md">
      Made by{' '}
      {makers.slice(0, isOpen ? undefined : FEW).map((entry, index) => {
        const maker = makerOf(entry);
        return (
          maker && (
            <span key={entry.newest}>
              {index > 0 && ' · '}
              <MakerLink maker={maker} /> (
              <TextLink to="/revision/$id" params={{ id: entry.newest }} search={{ tab: 'code' }} size="sm" {...TARGET}>
                {plural(entry.figures, 'figure')}
              </TextLink>
              )
            </span>
          )
        );
      })}
      {more > 0 && !isOpen && (
        <>
          {' · '}
          <Anchor component="button" type="button" size="sm" {...TARGET} onClick={() => setOpen(true)}>
            {plural(more, 'more', 'more')}
          </Anchor>
        </>
      )}
    </Text>
  );
}
