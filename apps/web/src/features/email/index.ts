export { EmailSection } from './email-section.tsx';
export { confirmEmail, emailQuery } from './requests.ts';
