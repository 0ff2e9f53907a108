import type { AuditEntry } from '@gofigr/contract';
import { Text } from '@mantine/core';
import { clientName } from '../../lib/client-name.ts';
import { Row, Rows } from '../../ui/panel.tsx';
import { useShownName } from '../../ui/person.tsx';
import { When } from '../../ui/when.tsx';
import { sentenceOf } from './sentence.ts';

interface AuditEntriesProps {
  label: string;
  entries: readonly AuditEntry[];
  /** The user who reads: their own name is left out. */
  own: string;
}

export function AuditEntries({ label, entries, own }: AuditEntriesProps) {
  return (
    <Rows label={label}>
      {entries.map((entry) => (
        <Row key={entry.api_id}>
          <Entry entry={entry} own={own} />
        </Row>
      ))}
    </Rows>
  );
}

function Entry({ entry, own }: { entry: AuditEntry; own: string }) {
  const actor = useShownName(entry.username);
  const subject = useShownName(entry.subject);
  const by = actor && entry.username !== own ? `by ${actor}` : '';
  const from = [by, entry.client ? clientName(entry.client) : '', entry.address ?? ''].filter((part) => part !== '');
  return (
    <>
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {sentenceOf({ ...entry, subject })}
        </Text>
        {from.length > 0 && (
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {from.join(' · ')}
          </Text>
        )}
      </div>
      <Text component="div" size="xs" c="dimmed" style={{ flex: 'none' }}>
        <When time={entry.timestamp} />
      </Text>
    </>
  );
}
