import type { ApiKey, ApiKeyUse } from '@gofigr/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { formatDay, formatMoment } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { Panel } from '../../ui/panel.tsx';
import { PersonName } from '../../ui/person.tsx';
import { Section } from '../../ui/section.tsx';
import { When } from '../../ui/when.tsx';
import { workspaceNames, workspacesQuery } from '../workspace/index.ts';
import css from './key-details.module.css';
import { draftOf } from './key-draft.ts';
import { KeyForm } from './key-form.tsx';
import { isRotating } from './key-state.ts';
import { changeApiKey } from './requests.ts';
import { originOf, PERMISSIONS, reachOf, sentenceOf } from './words.ts';

interface KeyDetailsProps {
  apiKey: ApiKey;
  use: ApiKeyUse | undefined;
  isService: boolean;
}

/** Shows what a key may do, and lets its owner change it. */
export function KeyDetails({ apiKey, use, isService }: KeyDetailsProps) {
  const [editing, setEditing] = useState(false);
  const invalidate = useInvalidate();
  const edit = useRef<HTMLButtonElement>(null);
  const form = useRef<HTMLDivElement>(null);
  const wasEditing = useRef(false);
  // The focus goes into the form, and back to its button.
  useEffect(() => {
    if (editing) form.current?.querySelector('input')?.focus();
    else if (wasEditing.current) edit.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  const save = async (body: Parameters<typeof changeApiKey>[1]) => {
    const saved = await changeApiKey(apiKey.api_id, body);
    await invalidate('keys');
    return saved;
  };
  return (
    <Section
      title="What it may do"
      aside={
        !editing && (
          <Button ref={edit} variant="default" onClick={() => setEditing(true)}>
            Edit
          </Button>
        )
      }
    >
      <Panel padded>
        {editing ? (
          <div ref={form}>
            <KeyForm
              initial={draftOf(apiKey)}
              current={apiKey.expiry}
              isService={isService}
              action="Save"
              save={save}
              onSaved={() => setEditing(false)}
              onCancel={() => setEditing(false)}
            />
          </div>
        ) : (
          <Facts apiKey={apiKey} use={use} isService={isService} />
        )}
      </Panel>
    </Section>
  );
}

function Facts({ apiKey, use, isService }: KeyDetailsProps) {
  const names = workspaceNames(useQuery(workspacesQuery()).data ?? []);
  const origin = originOf(use);
  return (
    <dl className={css['facts']}>
      <Fact name="Permission">
        {PERMISSIONS[apiKey.permission].label}. {sentenceOf(apiKey.permission, isService)}
      </Fact>
      <Fact name="Workspaces">{reachOf(apiKey, names)}</Fact>
      <Fact name="Works from">
        {apiKey.addresses === null ? 'Everywhere' : <span className={css['mono']}>{apiKey.addresses.join(', ')}</span>}
      </Fact>
      <Fact name="People">{apiKey.manages_people ? 'May manage them' : 'Does not manage them'}</Fact>
      <Fact name="Expires">{apiKey.expiry === null ? 'Never' : formatMoment(apiKey.expiry)}</Fact>
      {isRotating(apiKey) && apiKey.previous_expiry && (
        <Fact name="Old secret">Works until {formatMoment(apiKey.previous_expiry)}</Fact>
      )}
      <Fact name="Created">
        {formatDay(apiKey.created)}
        {apiKey.created_by && (
          <>
            {' by '}
            <PersonName username={apiKey.created_by} />
          </>
        )}
      </Fact>
      <Fact name="Last used">
        {apiKey.last_used ? (
          <>
            <When time={apiKey.last_used} />
            {origin && ` from ${origin}`}
          </>
        ) : (
          'Never used'
        )}
      </Fact>
      {isService && <Fact name="Account">{apiKey.username}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
