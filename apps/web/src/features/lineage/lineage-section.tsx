import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { lazyCode } from '../../lib/lazy-code.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { type LineageKind, lineageQuery } from './lineage-query.ts';

const LineageGraph = lazyCode(async () => (await import('./lineage-graph.tsx')).LineageGraph);

/** Steps shown at first, and most steps. */
const FEW = 3;
const MOST = 20;

interface LineageSectionProps {
  kind: LineageKind;
  id: string;
  /** Replaces the graph of an object without sources and results; absent: the section is not shown. */
  empty?: string;
}

/** Draws the sources and results of an object over several steps. */
export function LineageSection({ kind, id, empty }: LineageSectionProps) {
  const [depth, setDepth] = useState(FEW);
  const lineage = useQuery(lineageQuery(kind, id, depth));
  const isAlone = lineage.data && lineage.data.nodes.every(({ distance }) => distance === 0);
  if (empty === undefined && (isAlone || !lineage.data)) return null;
  return (
    <Section title="Lineage">
      <Loaded of={lineage} what="The lineage" skeleton={<LinesSkeleton height={84} count={1} />}>
        {(data) =>
          isAlone ? (
            <Text size="sm" c="dimmed">
              {empty}
            </Text>
          ) : (
            <>
              <Suspense fallback={<LinesSkeleton height={84} count={1} />}>
                <LineageGraph lineage={data} />
              </Suspense>
              {data.cut && depth < MOST && (
                <Button variant="default" size="xs" mt="sm" loading={lineage.isFetching} onClick={() => setDepth(MOST)}>
                  Show all steps
                </Button>
              )}
              {data.cut && depth === MOST && (
                <Text size="sm" c="dimmed" mt="xs">
                  There are more. These are the nearest.
                </Text>
              )}
            </>
          )
        }
      </Loaded>
    </Section>
  );
}
