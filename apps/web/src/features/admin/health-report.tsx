import type { AdminHealth } from '@gofigr/contract';
import { List, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { formatBytes, plural } from '../../lib/format.ts';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel, Row, Rows } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { When } from '../../ui/when.tsx';
import { Facts } from './facts.tsx';
import { healthQuery } from './health-query.ts';
import { MailCheckButton } from './mail-check-button.tsx';

/** Shows what an administrator should look after, and the state of backup, data, disk and mail. */
export function HealthReport() {
  const health = useQuery(healthQuery());
  return (
    <Loaded of={health} what="The state of the server" skeleton={<LinesSkeleton count={8} />}>
      {(report) => (
        <>
          <Warnings warnings={report.warnings} />
          <Section title="State">
            <Panel>
              <Facts facts={factsOf(report)} />
            </Panel>
          </Section>
          {report.scrub.damaged.length > 0 && <DamagedData scrub={report.scrub} />}
          <Section title="Mail" aside={report.mail.configured && <MailCheckButton />}>
            <MailState mail={report.mail} />
          </Section>
        </>
      )}
    </Loaded>
  );
}

function Warnings({ warnings }: Pick<AdminHealth, 'warnings'>) {
  if (warnings.length === 0)
    return (
      <Notice tone="good" icon={<IconCircleCheck size={18} />} mb="lg">
        All is well.
      </Notice>
    );
  return (
    <Notice
      tone="warning"
      icon={<IconAlertTriangle size={18} />}
      title={warnings.length === 1 ? 'One thing needs you' : `${warnings.length} things need you`}
      mb="lg"
    >
      <List size="sm" spacing={4}>
        {warnings.map(({ code, text }) => (
          <List.Item key={code}>{text}</List.Item>
        ))}
      </List>
    </Notice>
  );
}

const factsOf = ({ version, engine, backup, scrub, blobs, disk, missing_protection, page_problem }: AdminHealth) =>
  [
    ['Version', `GoFigr ${version} on ${engine === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`],
    [
      'Last backup',
      backup ? (
        <>
          <When time={backup.completed_on} /> to the folder “{backup.folder}”
          {backup.problem_count > 0 && `, without ${plural(backup.problem_count, 'blob')}`}
        </>
      ) : (
        'None with npm run admin -- backup'
      ),
    ],
    ['Data', `${plural(blobs.count, 'blob')} of ${formatBytes(blobs.bytes)}; ${damageOf(scrub.damaged_count)}`],
    ['Check for damage', <Scrubbing key="scrub" scrub={scrub} />],
    ['Disk', `${formatBytes(disk.free_bytes)} of ${formatBytes(disk.total_bytes)} are free`],
    [
      'Reserve',
      { true: 'There, for a full disk', false: 'Missing', null: 'None (GOFIGR_RESERVE_MB is 0)' }[
        `${disk.has_reserve}`
      ],
    ],
    [
      'Pictures',
      missing_protection.length === 0 ? 'Drawn in a sandbox' : `Drawn without ${missing_protection.join(', ')}`,
    ],
    ['Interactive figures', page_problem === null ? 'Drawn by Chromium' : `Not drawn: ${page_problem}`],
  ] as const satisfies readonly (readonly [string, ReactNode])[];

const damageOf = (count: number): string => (count === 0 ? 'none is damaged' : `${count} damaged`);

function Scrubbing({ scrub }: Pick<AdminHealth, 'scrub'>) {
  const { enabled, mb_s, pass_started_on, pass_done_bytes, pass_total_bytes, last_pass_completed_on } = scrub;
  if (!enabled) return 'Off (GOFIGR_SCRUB_MB_S is 0)';
  const percent = pass_total_bytes > 0 ? Math.min(100, Math.round((pass_done_bytes / pass_total_bytes) * 100)) : 100;
  return (
    <>
      {last_pass_completed_on ? (
        <>
          Everything was read <When time={last_pass_completed_on} />
        </>
      ) : (
        'Not everything was read yet'
      )}
      {pass_started_on && `; now at ${percent} %`}, with {mb_s} MB a second
    </>
  );
}

function DamagedData({ scrub: { damaged, damaged_count } }: Pick<AdminHealth, 'scrub'>) {
  return (
    <Section title="Damaged data">
      <Rows label="Damaged data">
        {damaged.map(({ hash, size_bytes, problem, found_on, data }) => (
          <Row key={hash}>
            <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
              {data.map(({ api_id, name, revision, parent_name, created_by }) => (
                <Text key={api_id} size="sm">
                  <TextLink to="/revision/$id" params={{ id: revision }}>
                    “{name}” of “{parent_name}”
                  </TextLink>{' '}
                  by {created_by}
                </Text>
              ))}
              <Text size="xs" c="dimmed">
                {formatBytes(size_bytes)} {problem}, found <When time={found_on} />
              </Text>
            </div>
          </Row>
        ))}
      </Rows>
      {damaged_count > damaged.length && (
        <Text size="sm" c="dimmed" mt="sm">
          And {(damaged_count - damaged.length).toLocaleString('en')} more.
        </Text>
      )}
    </Section>
  );
}

function MailState({ mail }: Pick<AdminHealth, 'mail'>) {
  if (!mail.configured)
    return (
      <Text size="sm">
        This server sends no mail: people copy links instead. Set GOFIGR_SMTP_URL and restart it to send mail.
      </Text>
    );
  return (
    <Panel>
      <Facts
        facts={[
          ['Last mail', mail.last_sent_on ? <When time={mail.last_sent_on} /> : 'None yet'],
          [
            'Last failure',
            mail.last_failed_on ? (
              <>
                <When time={mail.last_failed_on} />: {mail.last_problem}
              </>
            ) : (
              'None'
            ),
          ],
        ]}
      />
    </Panel>
  );
}
