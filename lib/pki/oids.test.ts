import { describe, expect, it } from 'vitest';
import { OID, oidLabel, oidName } from './oids.ts';

describe('OIDs', () => {
  it('have one name each, which leads back', () => {
    expect(new Set(Object.values(OID)).size).toBe(Object.keys(OID).length);
    for (const [name, dotted] of Object.entries(OID)) expect(oidName(dotted)).toBe(name);
  });

  it('are called in plain English where a person meets them, and dotted when unknown', () => {
    expect(oidLabel(OID.serverAuth)).toBe('Server authentication');
    expect(oidLabel(OID.subjectAltName)).toBe('Subject alternative names');
    expect(oidLabel('1.2.3')).toBe('1.2.3');
    expect(oidName('1.2.3')).toBe('1.2.3');
  });
});
