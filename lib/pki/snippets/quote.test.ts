import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PkiError } from '../types.ts';
import * as quote from './quote.ts';

/** Any text, and often one made of what is special somewhere. */
const special = fc
  .array(
    fc.constantFrom(
      ...'\'"`\\$;#{}()<>|&*?!~%@/+, \t\n\r\0',
      'a',
      'ü',
      '😀',
      '${x}',
      '$(id)',
      '\\u0022',
      '%{ENV}',
      '\u2028',
    ),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));
const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), special);

/** What the grammar gives, or null where it refuses with a reason. */
function tried(write: (value: string) => string, value: string): string | null {
  try {
    return write(value);
  } catch (error) {
    expect(error).toBeInstanceOf(PkiError);
    expect((error as PkiError).message).toMatch(/^".*" cannot be written into .*, because it has .*\. Issue /s);
    return null;
  }
}

const runs = { numRuns: 2_000 };
const WRITERS = Object.entries(quote).filter(([, value]) => typeof value === 'function');

describe('every grammar', () => {
  it.each(WRITERS)('%s gives one line without control characters, or refuses with the reason', (_, write) => {
    fc.assert(
      fc.property(anything, (value) => {
        const written = tried(write, value);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
        if (written !== null) expect(written).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
      }),
      runs,
    );
  });

  it.each(WRITERS)('%s takes an ordinary name', (_, write) => {
    expect(tried(write, 'api.lan')).not.toBeNull();
    expect(tried(write, 'billing service 1')).not.toBeNull();
    expect(tried(write, 'Jürgen 😀')).not.toBeNull();
  });

  it.each(WRITERS)('%s refuses a line break', (_, write) => {
    expect(tried(write, 'a\nb')).toBeNull();
  });
});

describe('what comes back', () => {
  const roundTrip = (write: (value: string) => string, read: (text: string) => string) =>
    fc.assert(
      fc.property(anything, (value) => {
        const written = tried(write, value);
        if (written !== null) expect(read(written)).toBe(value);
      }),
      runs,
    );

  it('JSON, and with it YAML and JavaScript', () => roundTrip(quote.jsonString, JSON.parse));

  it('Python, Go and C#: eight digits above U+FFFF, none of the escapes that one of them lacks', () =>
    roundTrip(quote.wideString, (text) => {
      expect(text).toMatch(/^"([\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\]|\\u[0-9a-f]{4}|\\U[0-9a-f]{8})*"$/);
      return text
        .slice(1, -1)
        .replace(
          /\\(?:U([0-9a-f]{8})|u([0-9a-f]{4})|(["\\]))/g,
          (_, long, short, sign) => sign ?? String.fromCodePoint(Number.parseInt(long ?? short, 16)),
        );
    }));

  it('Java resolves \\u before it reads a string: nothing that ends one is written so', () =>
    roundTrip(quote.javaString, (text) => {
      // JLS §3.3: a backslash is eligible when an even number of them stands before it.
      const resolved = text.replace(/(\\\\)|\\u([0-9a-f]{4})/g, (whole, pair, digits) =>
        pair ? whole : String.fromCharCode(Number.parseInt(digits, 16)),
      );
      expect(resolved).toMatch(/^"([^"\\\n\r]|\\["\\])*"$/);
      return resolved.slice(1, -1).replace(/\\(["\\])/g, '$1');
    }));

  it('postgresql.conf, pg_ident.conf, connection strings, statements', () => {
    roundTrip(quote.postgresSetting, (text) => {
      expect(text).toMatch(/^'([^'\\]|''|\\\\)*'$/);
      return text.slice(1, -1).replaceAll("''", "'").replaceAll('\\\\', '\\');
    });
    roundTrip(quote.postgresToken, (text) => {
      if (!text.startsWith('"')) return text;
      expect(text).toMatch(/^"([^"]|"")*"$/);
      return text.slice(1, -1).replaceAll('""', '"');
    });
    roundTrip(quote.libpqValue, (text) =>
      text.startsWith("'") ? text.slice(1, -1).replace(/\\(['\\])/g, '$1') : text,
    );
    roundTrip(quote.mysqlString, (text) => {
      expect(text).toMatch(/^'([^'\\]|'')*'$/);
      return text.slice(1, -1).replaceAll("''", "'");
    });
    roundTrip(quote.postgresIdentifier, (text) => text.slice(1, -1).replaceAll('""', '"'));
  });

  it('nginx, Apache, Caddy and OpenVPN: between double quotes only quote and backslash are escaped', () => {
    for (const write of [quote.nginxWord, quote.apacheWord, quote.caddyWord, quote.openvpnWord])
      roundTrip(write, (text) => {
        if (!text.startsWith('"')) {
          expect(text).toMatch(/^[A-Za-z0-9_./:*[\]-]+$/);
          return text;
        }
        expect(text).toMatch(/^"([^"\\]|\\["\\])*"$/);
        return text.slice(1, -1).replace(/\\(["\\])/g, '$1');
      });
  });

  it('variables are refused where a grammar has no escape for them', () => {
    expect(tried(quote.nginxWord, 'a$host')).toBeNull();
    expect(tried(quote.apacheWord, 'a${HOME}')).toBeNull();
    expect(tried(quote.apacheWord, 'a%{SSL_CLIENT_S_DN}')).toBeNull();
    expect(tried(quote.caddyWord, 'a{env.HOME}')).toBeNull();
    expect(tried(quote.postgresToken, '/.*')).toBeNull();
    expect(tried(quote.postgresToken, '@file')).toBeNull();
    // A keyword between quotes is a name.
    expect(quote.postgresToken('all')).toBe('"all"');
  });

  it.skipIf(process.platform === 'win32')('a real shell reads one word, exactly the value', () => {
    const values = fc.sample(anything, { numRuns: 1_500, seed: 7 }).filter((value) => value !== '');
    const words = values.flatMap((value) => {
      const written = tried(quote.shellWord, value);
      return written === null ? [] : [{ value, written }];
    });
    expect(words.length).toBeGreaterThan(100);
    const script = `printf '%s\\0' ${words.map(({ written }) => written).join(' ')}`;
    const said = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
    expect(said).toEqual(words.map(({ value }) => value));
  });
});
