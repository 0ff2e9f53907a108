import type { ApiKey } from '@gofigr/contract';
import { Button, Group, Skeleton, Text } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  apiKeyLogQuery,
  apiKeyQuery,
  apiKeyUsesQuery,
  KeyActions,
  KeyBadges,
  KeyDetails,
  KeyLeaksSection,
  Secret,
} from '../../features/api-key/index.ts';
import { AuditEntries } from '../../features/audit/index.ts';
import { sessionQuery } from '../../features/session/index.ts';
import { isMissing } from '../../lib/failure.ts';
import { formatMoment, plural } from '../../lib/format.ts';
import { Empty } from '../../ui/empty.tsx';
import { ButtonLink, TARGET, TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';

/** Shows one key: its rights, its life and its history. */
export function KeyPage({ id }: { id: string }) {
  const { user } = useSuspenseQuery(sessionQuery()).data;
  const key = useQuery(apiKeyQuery(id));
  if (!user) return null;
  if (isMissing(key.error)) return <Gone />;
  return (
    <Page title={key.data?.name ?? 'API key'} size="narrow">
      <Loaded
        of={key}
        what="The key"
        skeleton={
          <>
            <Skeleton height={12} width={80} mb={10} />
            <Skeleton height={28} width={260} mb={24} />
            <LinesSkeleton count={6} />
          </>
        }
      >
        {(found) => <Key apiKey={found} username={user.username} />}
      </Loaded>
    </Page>
  );
}

function Key({ apiKey, username }: { apiKey: ApiKey; username: string }) {
  const navigate = useNavigate();
  const uses = useQuery(apiKeyUsesQuery()).data ?? [];
  /** The key with its new secret, which only this state holds. */
  const [rotated, setRotated] = useState<ApiKey>();
  const isService = apiKey.username !== username;
  const [workspace] = apiKey.workspaces ?? [];
  const up =
    isService && workspace !== undefined
      ? ({ to: '/workspace/$id', params: { id: workspace }, search: { tab: 'settings' } } as const)
      : ({ to: '/account' } as const);
  return (
    <>
      <PageHeader
        title={apiKey.name}
        above={
          <TextLink {...up} size="sm" {...TARGET}>
            {isService ? 'Service accounts' : 'Account'}
          </TextLink>
        }
        below={<KeyBadges apiKey={apiKey} />}
        actions={
          <KeyActions apiKey={apiKey} onRotated={setRotated} onRevoked={() => navigate({ ...up, replace: true })} />
        }
      />
      {rotated && (
        <section aria-label="New secret" style={{ marginBottom: 'var(--mantine-spacing-xl)' }}>
          <Panel padded>
            <Secret
              key={rotated.token}
              apiKey={rotated}
              title="The new secret"
              username={username}
              note={
                rotated.previous_expiry
                  ? `The old secret works until ${formatMoment(rotated.previous_expiry)}.`
                  : 'The old secret has ended.'
              }
            />
            <Group mt="md">
              <Button onClick={() => setRotated(undefined)}>Done</Button>
            </Group>
          </Panel>
        </section>
      )}
      <KeyDetails apiKey={apiKey} use={uses.find((use) => use.api_id === apiKey.api_id)} isService={isService} />
      <KeyLeaksSection apiKey={apiKey.api_id} />
      <History id={apiKey.api_id} username={username} />
    </>
  );
}

function History({ id, username }: { id: string; username: string }) {
  const log = useQuery(apiKeyLogQuery(id));
  return (
    <>
      <Section title="Published">
        <Loaded of={log} what="The list" skeleton={<Skeleton height={22} />}>
          {({ published: { revisions, newest } }) => (
            <Text size="sm">
              {revisions === 0 ? 'Nothing yet.' : `${plural(revisions, 'revision')}. `}
              {newest && (
                <TextLink to="/revision/$id" params={{ id: newest }} size="sm" underline="always">
                  Open the newest
                </TextLink>
              )}
            </Text>
          )}
        </Loaded>
      </Section>
      <Section title="History">
        <Loaded of={log} what="The history" skeleton={<LinesSkeleton count={4} />}>
          {({ entries }) =>
            entries.length === 0 ? (
              <Empty title="No entries yet">This list shows changes and refusals of the key.</Empty>
            ) : (
              <AuditEntries label="History of the key" entries={entries} own={username} />
            )
          }
        </Loaded>
      </Section>
    </>
  );
}

function Gone() {
  return (
    <Page title="No such key" size="narrow">
      <PageHeader title="No such key" />
      <Text size="sm" mb="md">
        The key was revoked, or it belongs to somebody else.
      </Text>
      <ButtonLink to="/account" variant="default">
        Go to API Keys
      </ButtonLink>
    </Page>
  );
}
