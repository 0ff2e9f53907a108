export { createDamage, type DamageDeps } from './damage.ts';
export { createScrub, type Scrub } from './scrub.ts';
export { countBlobs, countDamaged, findDamaged, usesOf } from './store.ts';
