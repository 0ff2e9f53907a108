import { afterAll } from 'vitest';
import { revokeKeys } from './fixture.ts';

afterAll(revokeKeys);
