export { createDamage, type DamageDeps } from './service/damage.ts';
export { createScrub, type ScrubStatus, savedStatus } from './service/scrub.ts';
export { countBlobs, countDamaged, findDamaged, usesOf } from './store.ts';
