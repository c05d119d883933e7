import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import ts from 'typescript';
import { afterEach, describe, expect, it } from 'vitest';
import { formatDateTime, formatLifetime, formatNumber, formatRelative } from '../../components/format.ts';
import { countedUpTo } from '../../components/language/define-words.ts';
import { Phrase } from '../../components/language/phrase.tsx';
import { strange } from '../../components/language/pseudo.ts';

const root = resolve(import.meta.dirname, '../..');
const STORE = Symbol.for('countersign.language');
function speak(language: string | undefined): void {
  Object.assign(globalThis, { [STORE]: { getStore: () => language } });
}
afterEach(() => speak(undefined));

const files = globSync('{app,components}/**/*.words.ts', { cwd: root }).sort();
type Leaf = readonly [name: string, value: string | ((...values: unknown[]) => string)];
function leavesOf(words: object, path = ''): readonly Leaf[] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'object' ? leavesOf(value, `${path}${name}.`) : [[path + name, value] as Leaf],
  );
}

/** Examples of names in empty fields are the same in every language. */
const EXAMPLES = new Set([
  'Northwind',
  'api.lan, 10.0.0.5',
  'billing-worker',
  'London',
  'GB',
  'corp.lan',
  'http://pki.example/list.crl',
  '-----BEGIN CERTIFICATE-----',
  '1.3.6.1.4.1.99999.1 http://corp.example/cps',
]);
/** Names of programs, standards and types are in no language. */
const NAMES =
  'Server,Client,S/MIME,DNS,IP,URI,UPN,nginx,Apache,HAProxy,Caddy,Android,Java,Kubernetes,OCSP,PEM,DER,CRL,CSV,PKCS#12,SHA-256,SHA-1,TLS 1.2,TLS 1.3,CSRs,Problem,Normal,Organisation (O),Text,Clients,Handshake,Link,Delta,Version,URIs,Downloads'.split(
    ',',
  );
/** Words that two languages share. */
const SAME = new Set(['Token', 'Name', 'System', 'Passphrase', 'Organisation', 'Status', 'Profil', ...NAMES]);

describe.each(files)('%s', (file) => {
  it('says everything in German, and differently', async () => {
    const sets = Object.values(await import(pathToFileURL(resolve(root, file)).href)) as (() => object)[];
    expect(sets.length).toBeGreaterThan(0);
    for (const words of sets) {
      speak('en');
      const english = new Map(leavesOf(words()));
      speak('de');
      const german = new Map(leavesOf(words()));
      expect([...german.keys()]).toEqual([...english.keys()]);
      for (const [name, value] of german) {
        const before = english.get(name);
        expect(typeof value, name).toBe(typeof before);
        if (typeof value === 'string') {
          expect(value.trim(), name).not.toBe('');
          // What stands before or behind another part keeps its distance.
          expect(/\s$/.test(value), `${name} ends in a space`).toBe(/\s$/.test(String(before)));
          if (value === before) expect(SAME, name).toContain(value);
        }
        expect(String(typeof value === 'string' ? value : ''), name).not.toMatch(/!$/);
      }
      speak('en-XA');
      for (const [, value] of leavesOf(words())) if (typeof value === 'string') expect(value).toMatch(/^\[.*\]$/s);
    }
  });
});

describe('dates and numbers', () => {
  const at = new Date('2026-09-05T14:07:00Z');
  const now = new Date('2026-09-02T14:07:00Z');
  it('are English by default', () => {
    expect([formatDateTime(at), formatNumber(1234567), formatLifetime(90), formatRelative(at, now)]).toEqual([
      '5 Sep 2026, 14:07 UTC',
      '1,234,567',
      '90 days',
      'in 3 days',
    ]);
  });
  it('are German where the page is', () => {
    speak('de');
    expect([formatDateTime(at), formatNumber(1234567), formatLifetime(3650), formatRelative(now, at)]).toEqual([
      '5. Sept. 2026, 14:07 UTC',
      '1.234.567',
      '10 Jahre',
      'vor 3 Tagen',
    ]);
  });
});

describe('counts and sentences with parts', () => {
  it('stop being exact above 10,000', () => {
    const forms = { one: 'row', other: 'rows' };
    expect([1, 10_000, 10_001].map((count) => countedUpTo(count, forms))).toEqual([
      '1 row',
      '10,000 rows',
      '10,000+ rows',
    ]);
  });
  it('put each part where the sentence names it', () => {
    const made = renderToStaticMarkup(
      createElement(Phrase, {
        of: 'In {place}: <link>see there</link>, {unknown}.',
        parts: { place: createElement('code', null, '<a>'), link: (text) => createElement('a', null, text) },
      }),
    );
    expect(made).toBe('In <code>&lt;a&gt;</code>: <a>see there</a>, {unknown}.');
  });
});

const SPOKEN =
  /^(label|title|help|note|placeholder|aria-label|aria-description|alt|summary|hint|lead|sentence|what|legend|heading)$/;

function literalsOf(text: string): readonly string[] {
  const source = ts.createSourceFile('page.tsx', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const isSpoken = (value: string) => /\p{L}{2}/u.test(value.replace(/&\w+;/g, ''));
  // What is written as code or as a name of ours is the same in every language.
  const isCode = (node: ts.Node) =>
    ts.isJsxElement(node.parent) && /^(code|kbd|pre)$/.test(node.parent.openingElement.tagName.getText());
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && isSpoken(node.text) && !isCode(node) && node.text.trim() !== 'Countersign')
      found.push(node.text.trim());
    // A sentence in a string is shown somewhere, too, unless it is compared with one of the server's.
    const { parent } = node;
    const isCompared =
      parent !== undefined &&
      (ts.isBinaryExpression(parent) ||
        (ts.isCallExpression(parent) && /\.startsWith$/.test(parent.expression.getText())));
    if (
      !isCompared &&
      (ts.isStringLiteral(node) || ts.isTemplateHead(node)) &&
      /^\p{Lu}\p{Ll}+ \p{Ll}{2}/u.test(node.text)
    )
      found.push(node.text);
    if (ts.isJsxAttribute(node) && SPOKEN.test(node.name.getText())) {
      const value = node.initializer;
      if (value && ts.isStringLiteral(value) && isSpoken(value.text) && !EXAMPLES.has(value.text))
        found.push(value.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('literals', () => {
  it('are seen as text and in what is read aloud, not as code', () => {
    const page = `<p title="Hello">Some text <code>openssl</code> {busy ? 'Saving it' : "x"} · {words.of}</p>`;
    expect(literalsOf(page)).toEqual(['Hello', 'Some text', 'Saving it']);
  });

  it('are none on any page', () => {
    const parts = globSync('{app,components}/**/*.{ts,tsx}', { cwd: root }).filter(
      (file) => !/\.(words|test)\.ts$/.test(file),
    );
    expect(parts.length).toBeGreaterThan(200);
    const found = parts.flatMap((file) =>
      literalsOf(ts.sys.readFile(resolve(root, file)) ?? '').map((text) => `${file}: ${text}`),
    );
    expect(found).toEqual([]);
  });
});

describe('the language made for finding faults', () => {
  it('is longer by 40 % and keeps every letter readable', () => {
    expect(strange('Sign in').normalize()).toBe('[Sígn ín ~ ~]');
  });
  it('leaves the names of parts alone', () => {
    expect(strange('A {name} <link>b</link>').normalize()).toMatch(/^\[Á \{name\} <link>b<\/link>/);
  });
});
