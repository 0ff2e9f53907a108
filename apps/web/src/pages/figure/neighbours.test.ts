import { describe, expect, it } from 'vitest';
import { type ListedRevision, neighboursOf } from './neighbours.ts';

const revisions = ['a', 'b', 'c'].map((api_id) => ({ api_id }) as ListedRevision);

describe('neighbours of a revision', () => {
  it('are the revisions published before and after it', () => {
    expect(neighboursOf(revisions, 'b')).toEqual({ older: { api_id: 'a' }, newer: { api_id: 'c' } });
  });
  it('end at the first and the newest revision', () => {
    expect(neighboursOf(revisions, 'a').older).toBeUndefined();
    expect(neighboursOf(revisions, 'c').newer).toBeUndefined();
  });
  it('are none for a revision that is not in the list', () => {
    expect(neighboursOf(revisions, 'x')).toEqual({ older: undefined, newer: undefined });
  });
});
