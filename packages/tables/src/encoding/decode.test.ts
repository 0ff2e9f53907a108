import { describe, expect, it } from 'vitest';
import { decode, decodeAs } from './decode.ts';

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
/** Texts whose characters are all in Latin-1 are their own bytes. */
const latin = ascii;
const utf16 = (text: string, isLittle: boolean) =>
  Uint8Array.from(
    [...text].flatMap((letter) => {
      const pair = [letter.charCodeAt(0) & 0xff, letter.charCodeAt(0) >> 8];
      return isLittle ? pair : pair.toReversed();
    }),
  );

describe('what the bytes say', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode('a,ü\n日本,1\n'), 'utf-8', 'a,ü\n日本,1\n'],
    ['UTF-8 with a mark', new TextEncoder().encode('\ufeffü'), 'utf-8', 'ü'],
    ['UTF-16 with a mark', Uint8Array.of(0xff, 0xfe, 0xfc, 0), 'utf-16le', 'ü'],
    ['UTF-16 the other way', Uint8Array.of(0xfe, 0xff, 0, 0xfc), 'utf-16be', 'ü'],
    ['UTF-16 without a mark', utf16('name,Größe\n1,2\n', true), 'utf-16le', 'name,Größe\n1,2\n'],
    ['UTF-16 the other way without a mark', utf16('a,日本\n1,2\n', false), 'utf-16be', 'a,日本\n1,2\n'],
    ['UTF-32', Uint8Array.of(0xff, 0xfe, 0, 0, 0x89, 0xf3, 1, 0), 'utf-32le', '🎉'],
    ['ISO-2022-JP', ascii('a,\u001b$BF|\u001b(B\n'), 'iso-2022-jp', 'a,日\n'],
  ])('counts: %s', async (_name, bytes, encoding, text) => {
    expect(await decode(bytes, 'latin-1')).toEqual({ encoding, text });
  });
});

describe('a declared encoding', () => {
  const cyrillic = bytesOf('cff0e8e2e5f2'); // Привет in Windows-1251
  it.each([
    ['<html><head><meta charset="windows-1251">'],
    ["<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>"],
    ['<?xml version="1.0" encoding="windows-1251"?>'],
    ['#!/usr/bin/python\n# -*- coding: cp1251 -*-\n'],
    ['# vim: set fileencoding=cp1251 :\n'],
    ['@charset "windows-1251";'],
  ])('is found in the text: %s', async (head) => {
    const { encoding, text } = await decode(Uint8Array.of(...ascii(head), ...cyrillic));
    expect([encoding, text.slice(head.length)]).toEqual(['windows-1251', 'Привет']);
  });

  it("may have one of Python's names", async () => {
    const bytes = Uint8Array.of(0x4d, 0xfc, 0x6c, 0x6c);
    for (const name of ['latin-1', 'latin_1', 'cp1252', 'iso8859_1', 'L1', 'ISO8859-15', 'iso8859_15'])
      expect((await decode(bytes, name)).text, name).toBe('Müll');
    expect((await decode(bytesOf('93fa967b'), 'cp932')).text).toBe('日本');
    expect((await decode(bytesOf('8f7f'), 'mac_roman')).text).toBe('è\u007f');
  });

  it('that the bytes contradict is not believed', async () => {
    expect(await decode(new TextEncoder().encode('Größe'), 'latin-1')).toEqual({ text: 'Größe', encoding: 'utf-8' });
    expect(await decode(latin('Größe,Müll\n'), 'utf-8')).toMatchObject({ text: 'Größe,Müll\n' });
    expect(await decode(latin('Größe,Müll\n'), 'shift_jis')).toMatchObject({ text: 'Größe,Müll\n' });
    expect(await decode(latin('Größe,Müll\n'), 'klingon')).toMatchObject({ text: 'Größe,Müll\n' });
  });
});

describe('a text that declares nothing', () => {
  it.each([
    ['windows-1252', 'Probe,Größe,Müll\nStraße,1,übrig\n'],
    ['windows-1252', 'temp °C,value\n1,2\n3,4\n5,6\n'],
    ['windows-1252', 'a,b\nµm,±5\n'],
    ['windows-1252', 'échantillon,température\nété,25\nfévrier,très froid\n'],
    ['windows-1252', 'Name\nMüller\n'],
    ['windows-1252', 'prov,höjd\nåäö,1\n'],
  ])('of Western letters is %s', async (encoding, text) => {
    expect(await decode(latin(text))).toEqual({ encoding, text });
  });

  it.each([
    ['shift_jis', '96bc914f2c926c0a938c8b9e2c310a91e58de32c320a', '名前,値\n東京,1\n大阪,2\n'],
    ['shift_jis', '6e616d652c926c0a612c310a', 'name,値\na,1\n'],
    ['euc-jp', 'a5aba5bfa5aba5ca2cc3cd0aa5c6a5b9a5c82c310a', 'カタカナ,値\nテスト,1\n'],
    ['gb18030', 'c3fbb3c62ccafdd6b50ab1b1bea92c310ac9cfbaa32c320a', '名称,数值\n北京,1\n上海,2\n'],
    ['big5', 'a657bad92cbcc6adc80abb4fa55f2c310ab0aab6af2c320a', '名稱,數值\n臺北,1\n高雄,2\n'],
    ['euc-kr', 'c0ccb8a72cb0aa0abcadbfef2c310abacebbea2c320a', '이름,값\n서울,1\n부산,2\n'],
    [
      'windows-1251',
      'e8ecff2ce7ede0f7e5ede8e50acceef1eae2e02c310acae0e7e0edfc2c320a',
      'имя,значение\nМосква,1\nКазань,2\n',
    ],
    ['koi8-r', 'c9cdd12cdacec1dec5cec9c50aedcfd3cbd7c12c310aebc1dac1ced82c320a', 'имя,значение\nМосква,1\nКазань,2\n'],
    ['windows-1250', '7072f3626b612c776172746f9ce60abff3b3e62c310ab3b96b612c320a', 'próbka,wartość\nżółć,1\nłąka,2\n'],
  ])('is recognised as %s', async (encoding, hex, text) => {
    const decoded = await decode(bytesOf(hex));
    expect(decoded.encoding).toBe(encoding);
    expect(decoded.text).toBe(text);
  });

  it('is recognised by letters far behind its beginning', async () => {
    const { text } = await decode(latin(`${'a,b\n'.repeat(50_000)}é,ü\n`));
    expect(text.endsWith('é,ü\n')).toBe(true);
  });
});

it('a reader chooses any encoding, and invalid bytes are �', () => {
  expect(decodeAs(latin('Müll'), 'utf-8').text).toBe('M\ufffdll');
  expect(decodeAs(bytesOf('cff0'), 'windows-1251').text).toBe('Пр');
});
