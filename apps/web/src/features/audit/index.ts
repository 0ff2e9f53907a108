export { AuditEntries } from './audit-entries.tsx';
export { AuditSection } from './audit-section.tsx';
