import { useSuspenseQuery } from '@tanstack/react-query';
import { ApiKeysSection, ExpiryBanner, LeaksSection } from '../../features/api-key/index.ts';
import { AuditSection } from '../../features/audit/index.ts';
import { EmailSection } from '../../features/email/index.ts';
import { ExportSection } from '../../features/export/index.ts';
import { PasswordSection } from '../../features/password/index.ts';
import { SignInsSection, sessionQuery } from '../../features/session/index.ts';
import { SharedWithMe } from '../../features/sharing/index.ts';
import { DeleteAccount, Profile } from '../../features/user/index.ts';
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
      <EmailSection />
      <ApiKeysSection />
      <LeaksSection />
      <PasswordSection />
      <SignInsSection />
      <SharedWithMe showsNone />
      <ExportSection />
      <AuditSection user={user} />
      <DeleteAccount user={user} />
    </Page>
  );
}
