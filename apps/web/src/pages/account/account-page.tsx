import { useSuspenseQuery } from '@tanstack/react-query';
import { ApiKeysSection, ExpiryBanner, LeaksSection } from '../../features/api-key/index.ts';
import { AuditSection } from '../../features/audit/index.ts';
import { PasswordSection } from '../../features/password/index.ts';
import { SignInsSection, sessionQuery } from '../../features/session/index.ts';
import { Profile } from '../../features/user/index.ts';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';

export function AccountPage() {
  const { user } = useSuspenseQuery(sessionQuery()).data;
  if (!user) return null;
  return (
    <Page title="Account" size="narrow">
      <PageHeader title="Account" />
      <ExpiryBanner />
      <Section title="Profile">
        <Profile user={user} />
      </Section>
      <ApiKeysSection />
      <LeaksSection />
      <PasswordSection />
      <SignInsSection />
      <AuditSection user={user} />
    </Page>
  );
}
