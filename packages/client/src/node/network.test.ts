import { describe, expect, it } from 'vitest';
import { certificatesIn, proxyFor } from './network.ts';

const PROXY = 'http://proxy:3128';
const through = (url: string, env: Record<string, string>) => proxyFor(new URL(url), env);

describe('the proxy of an address', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    ['https://a.example', { HTTPS_PROXY: PROXY }, 'HTTPS_PROXY'],
    ['https://a.example', { HTTPS_PROXY: PROXY, https_proxy: 'other' }, 'https_proxy'],
    ['https://a.example', { HTTP_PROXY: PROXY }, undefined],
    ['http://a.example', { HTTP_PROXY: PROXY }, 'HTTP_PROXY'],
    ['http://localhost:5173', { http_proxy: PROXY }, 'http_proxy'],
    ['https://a.example', { ALL_PROXY: PROXY }, 'ALL_PROXY'],
    ['https://a.example', { ALL_PROXY: PROXY, HTTPS_PROXY: PROXY }, 'HTTPS_PROXY'],
    ['https://a.example', { HTTPS_PROXY: PROXY, https_proxy: '' }, undefined],
    ['http://a.example', { HTTP_PROXY: PROXY, REQUEST_METHOD: 'GET' }, undefined],
    ['http://a.example', {}, undefined],
  ])('%s with %j is that of %s', (url, env, name) => {
    expect(through(url, env)?.name).toBe(name);
  });

  it.each<[string, string, boolean]>([
    ['https://a.example', '*', true],
    ['https://a.example', 'a.example', true],
    ['https://b.a.example', 'a.example', true],
    ['https://b.a.example', '.a.example', true],
    ['https://a.example', 'other, .EXAMPLE', true],
    ['https://ba.example', 'a.example', false],
    ['https://a.example:8443', 'a.example:8443', true],
    ['https://a.example', 'a.example:443', true],
    ['https://a.example', 'a.example:80', false],
    ['http://10.1.2.3', '10.0.0.0/8', true],
    ['http://11.1.2.3', '10.0.0.0/8', false],
    ['http://10.1.2.3', '10.1.2.3', true],
    ['http://10.1.2.3', '2.3', false],
    ['http://[::1]:5173', '::1', true],
    ['http://a.example', '', false],
  ])('%s with NO_PROXY=%s is left out: %s', (url, NO_PROXY, isLeftOut) => {
    expect(through(url, { ALL_PROXY: PROXY, NO_PROXY }) === undefined).toBe(isLeftOut);
  });
});

it('trusted certificates are those of the option, else of the first variable', () => {
  const env = { SSL_CERT_FILE: 'c', CURL_CA_BUNDLE: 'b', REQUESTS_CA_BUNDLE: 'a' };
  expect(certificatesIn(env, 'given')).toEqual({ value: 'given', name: '--ca' });
  expect(certificatesIn(env, undefined)).toEqual({ value: 'a', name: 'REQUESTS_CA_BUNDLE' });
  expect(certificatesIn({ SSL_CERT_FILE: 'c', REQUESTS_CA_BUNDLE: '' }, undefined)?.name).toBe('SSL_CERT_FILE');
  expect(certificatesIn({}, undefined)).toBeUndefined();
});
