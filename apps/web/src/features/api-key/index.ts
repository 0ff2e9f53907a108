export { EveryonesKeys } from './everyones-keys.tsx';
export { ExpiryBanner } from './expiry-banner.tsx';
export { KeyActions } from './key-actions.tsx';
export { KeyBadges } from './key-badges.tsx';
export { KeyDetails } from './key-details.tsx';
export {
  expiryOf,
  isPermission,
  type KeyDraft,
  type KeyErrors,
  type KeyPrefill,
  newDraft,
  problemsOf,
  refusedFields,
} from './key-draft.ts';
export { KeyFields } from './key-fields.tsx';
export { KeyLeaksSection } from './key-leaks-section.tsx';
export { ApiKeysSection, LeaksSection, ServiceKeysSection } from './lazy-sections.ts';
export { NewKey } from './new-key.tsx';
export { apiKeyLogQuery, apiKeyQuery, apiKeyUsesQuery } from './queries.ts';
export { Secret } from './secret.tsx';
