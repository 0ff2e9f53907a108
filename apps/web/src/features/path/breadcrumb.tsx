import { Breadcrumbs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEnterWorkspace } from '../../lib/current-workspace.ts';
import { TextLink } from '../../ui/links.tsx';
import css from './breadcrumb.module.css';
import { type PathKind, pathQuery } from './path-query.ts';

const LINKED = { workspace: '/workspace/$id', analysis: '/analysis/$id', figure: '/figure/$id' } as const;
const isLinked = (kind: string): kind is keyof typeof LINKED => kind in LINKED;

interface BreadcrumbProps {
  kind: PathKind;
  id: string;
  /** Kind of the page's object: only its ancestors are shown. Absent: the object too. */
  above?: 'analysis' | 'figure' | 'asset';
}

/** Shows the path to the page's object and makes its workspace the current one. */
export function Breadcrumb({ kind, id, above }: BreadcrumbProps) {
  const steps = useQuery(pathQuery(kind, id)).data ?? [];
  useEnterWorkspace(steps.find((step) => step.kind === 'workspace')?.api_id);
  const end = steps.findIndex((step) => step.kind === above);
  return (
    <nav aria-label="Breadcrumb" style={{ minHeight: 24, marginBottom: 2 }}>
      <Breadcrumbs separatorMargin={6} className={css['path'] ?? ''}>
        {steps.slice(0, end === -1 ? undefined : end).map((step) =>
          isLinked(step.kind) ? (
            <TextLink
              key={step.api_id}
              to={LINKED[step.kind]}
              params={{ id: step.api_id }}
              size="sm"
              className={css['step'] ?? ''}
              title={step.name}
            >
              {step.name}
            </TextLink>
          ) : (
            <Text key={step.api_id} size="sm" dir="auto" className={css['step'] ?? ''} title={step.name}>
              {step.name}
            </Text>
          ),
        )}
      </Breadcrumbs>
    </nav>
  );
}
