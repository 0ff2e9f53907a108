import type { KeyPermission } from '@gofigr/contract';
import { Checkbox, Group, NativeSelect, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { formatDay } from '../../lib/format.ts';
import { workspaceNames, workspacesQuery } from '../workspace/index.ts';
import {
  dayOf,
  EXPIRIES,
  type Expires,
  expiryOf,
  isExpires,
  isPermission,
  type KeyDraft,
  type KeyErrors,
} from './key-draft.ts';
import css from './key-fields.module.css';
import { PERMISSIONS, sentenceOf } from './words.ts';

interface KeyFieldsProps {
  draft: KeyDraft;
  errors: KeyErrors;
  onChange: (draft: KeyDraft) => void;
  /** Label of the expiry that stays if the user does not choose another. Absent for a new key. */
  keep?: string;
  /** Service accounts have a fixed workspace and manage nobody. Terminals get no addresses. */
  of: 'user' | 'service' | 'terminal';
}

const ORDER: readonly KeyPermission[] = ['full', 'publish', 'read'];

/** Fields for the name and rights of a key. */
export function KeyFields({ draft, errors, onChange, keep, of }: KeyFieldsProps) {
  return (
    <Stack gap="md">
      <TextInput
        label="Key name"
        description={
          of === 'terminal'
            ? 'Leave it empty to use the name that you give in the terminal.'
            : 'Where the key is used, such as “lab-server” or “CI of the rain paper”.'
        }
        required={of !== 'terminal'}
        withAsterisk={false}
        maxLength={200}
        autoComplete="off"
        value={draft.name}
        error={errors.name}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
      />
      <Radio.Group
        label="Permission"
        value={draft.permission}
        error={errors.permission}
        onChange={(value) => isPermission(value) && onChange({ ...draft, permission: value })}
      >
        <Stack gap={8} mt={6}>
          {ORDER.map((permission) => (
            <Radio
              key={permission}
              value={permission}
              label={PERMISSIONS[permission].label}
              description={sentenceOf(permission, of === 'service')}
            />
          ))}
        </Stack>
      </Radio.Group>
      {of !== 'service' && <WorkspaceFields draft={draft} error={errors.workspaces} onChange={onChange} />}
      <ExpiryFields draft={draft} error={errors.expiry} keep={keep} onChange={onChange} />
      {of !== 'terminal' && <Advanced draft={draft} errors={errors} of={of} onChange={onChange} />}
    </Stack>
  );
}

type Part = Pick<KeyFieldsProps, 'draft' | 'onChange'> & { error: string | undefined };

function WorkspaceFields({ draft, error, onChange }: Part) {
  const workspaces = useQuery(workspacesQuery()).data ?? [];
  const names = workspaceNames(workspaces);
  const chosen = draft.workspaces;
  // A workspace that the user lost stays in the list, so that it can be removed from the key.
  const ids = [...new Set([...names.keys(), ...(chosen ?? [])])];
  return (
    <Radio.Group
      label="Workspaces"
      error={error}
      value={chosen === null ? 'all' : 'some'}
      onChange={(value) => onChange({ ...draft, workspaces: value === 'all' ? null : [] })}
    >
      <Stack gap={8} mt={6}>
        <Radio value="all" label="All my workspaces, also later ones" />
        <Radio value="some" label="Only these" />
      </Stack>
      {chosen !== null && (
        <Checkbox.Group
          aria-label="Workspaces of the key"
          value={chosen}
          onChange={(value) => onChange({ ...draft, workspaces: value })}
        >
          <div className={css['choices']}>
            {ids.map((id) => (
              <Checkbox key={id} value={id} label={names.get(id) ?? 'A workspace that you do not reach'} />
            ))}
          </div>
        </Checkbox.Group>
      )}
    </Radio.Group>
  );
}

const LABELS: Record<Exclude<Expires, 'keep'>, string> = {
  '30': 'In 30 days',
  '60': 'In 60 days',
  '90': 'In 90 days',
  '365': 'In 365 days',
  date: 'On a date',
  never: 'Never',
};

function ExpiryFields({ draft, error, keep, onChange }: Part & { keep: string | undefined }) {
  const [today] = useState(() => dayOf(Date.now()));
  const isDate = draft.expires === 'date';
  const labels = { ...LABELS, keep };
  const offered = EXPIRIES.flatMap((value) => (labels[value] === undefined ? [] : [{ value, label: labels[value] }]));
  const expiry = expiryOf(draft);
  return (
    <Group gap="sm" align="start" className={css['expiry'] ?? ''}>
      <NativeSelect
        label="Expires"
        description={hintOf(draft, expiry)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={offered}
        value={draft.expires}
        error={isDate ? undefined : error}
        onChange={(event) =>
          isExpires(event.currentTarget.value) && onChange({ ...draft, expires: event.currentTarget.value })
        }
      />
      {isDate && (
        <TextInput
          type="date"
          label="Last day"
          min={today}
          value={draft.date}
          error={error}
          onChange={(event) => onChange({ ...draft, date: event.currentTarget.value })}
        />
      )}
    </Group>
  );
}

function hintOf({ expires }: KeyDraft, expiry: string | null | undefined): ReactNode {
  if (expires === 'never') return 'Until it is revoked, or as long as this server allows.';
  if (expires === 'keep' || expires === 'date' || !expiry) return ' ';
  return `On ${formatDay(expiry)}. You are told a week before.`;
}

function Advanced({ draft, errors, of, onChange }: Pick<KeyFieldsProps, 'draft' | 'errors' | 'of' | 'onChange'>) {
  const [began] = useState(draft.addresses !== '' || draft.managesPeople);
  const isFull = draft.permission === 'full';
  const hasErrors = errors.addresses !== undefined || errors.people !== undefined;
  return (
    <details className={css['advanced']} {...(began || hasErrors ? { open: true } : {})}>
      <summary>Advanced</summary>
      <Stack gap="md" mt="sm">
        <Textarea
          label="Works only from"
          description="Addresses or networks, one on each line, such as 192.0.2.7 or 2001:db8::/32. Empty: from everywhere."
          autosize
          minRows={2}
          maxRows={8}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          value={draft.addresses}
          error={errors.addresses}
          onChange={(event) => onChange({ ...draft, addresses: event.currentTarget.value })}
        />
        {of === 'user' && (
          <Checkbox
            label="It may manage people too"
            description={
              isFull ? 'It adds and removes members, and sends invitations.' : 'Only keys with full permission can.'
            }
            disabled={!isFull}
            checked={draft.managesPeople && isFull}
            error={errors.people}
            onChange={(event) => onChange({ ...draft, managesPeople: event.currentTarget.checked })}
          />
        )}
        {of === 'service' && (
          <Text size="sm" c="dimmed">
            A service account never manages people.
          </Text>
        )}
      </Stack>
    </details>
  );
}
