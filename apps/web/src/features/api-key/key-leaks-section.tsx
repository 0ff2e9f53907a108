import { useQuery } from '@tanstack/react-query';
import { Row, Rows } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { LeakText } from './leak-text.tsx';
import { keyLeaksQuery } from './queries.ts';

/** Lists the publications of one key's secret. Shows nothing if there are none. */
export function KeyLeaksSection({ apiKey }: { apiKey: string }) {
  const leaks = (useQuery(keyLeaksQuery()).data ?? []).filter(({ key }) => key === apiKey);
  if (leaks.length === 0) return null;
  return (
    <Section title="Found in published data">
      <Rows label="Publications of the key">
        {leaks.map((leak) => (
          <Row key={leak.api_id}>
            <LeakText leak={leak} />
          </Row>
        ))}
      </Rows>
    </Section>
  );
}
