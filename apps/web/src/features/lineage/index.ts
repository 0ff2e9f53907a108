export { LineageSection } from './lineage-section.tsx';
