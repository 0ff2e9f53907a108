export { ServerSettings } from './server-settings.tsx';
