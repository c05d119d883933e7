import { describe, expect, it } from 'vitest';
import { languageOf } from './request-language.ts';

describe('the language of a request', () => {
  it('is the one that was chosen in this browser, whatever it asks for', () => {
    expect(languageOf({ cookie: 'a=b; countersign-language=en', 'accept-language': 'de' })).toBe('en');
    expect(languageOf({ cookie: 'countersign-language=ar-XB' })).toBe('ar-XB');
  });
  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['de-DE,de;q=0.9,en;q=0.8', 'de'],
    ['fr, de;q=0.5, en;q=0.4', 'de'],
    ['en-GB, de;q=0.9', 'en'],
    ['de;q=0.2, en;q=0.7', 'en'],
    ['de;q=0', 'en'],
    ['fr', 'en'],
    ['*', 'en'],
    ['ar-XB, en-XA', 'en'],
    ['', 'en'],
    [`${'x,'.repeat(1_000)}de`, 'en'],
    ['deutsch; q=2, \0', 'en'],
  ])('is what the browser asks for and we write: %s', (asked, language) => {
    expect(languageOf({ cookie: 'countersign-language=klingon', 'accept-language': asked })).toBe(language);
  });
  it('is English when nothing was said', () => {
    expect(languageOf({})).toBe('en');
  });
});
