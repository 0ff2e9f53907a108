import type { Revision } from '@gofigr/contract';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { figureQuery } from '../../features/figure/index.ts';
import { Thumbnail } from '../../features/thumbnail/index.ts';
import { TextLink } from '../../ui/links.tsx';
import { PersonName } from '../../ui/person.tsx';
import { When } from '../../ui/when.tsx';
import { Picker } from './picker.tsx';
import css from './side.module.css';

interface SideProps {
  label: string;
  revision: Revision;
  onPick: (id: string) => void;
}

/** One of the two compared revisions, and the button to compare another one. */
export function Side({ label, revision, onPick }: SideProps) {
  const figure = useQuery(figureQuery(revision.figure)).data;
  return (
    <section className={css['side']} aria-label={label}>
      <Thumbnail kind="revision" id={revision.api_id} size="small" version={revision.updated_on} />
      <div className={css['words']}>
        <TextLink to="/revision/$id" params={{ id: revision.api_id }} size="sm" fw={600} py={2} lineClamp={2}>
          <bdi>{figure?.name ?? revision.figure_metadata.name}</bdi> · Revision #{revision.revision_index + 1}
        </TextLink>
        <Text size="xs" c="dimmed" truncate>
          {revision.created_by && (
            <>
              <PersonName username={revision.created_by} />
              {' · '}
            </>
          )}
          <When time={revision.created_on} />
        </Text>
      </div>
      <Picker label={`Choose another revision ${label}`} figure={figure} current={revision.api_id} onPick={onPick} />
    </section>
  );
}
