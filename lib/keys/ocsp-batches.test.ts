import { describe, expect, it } from 'vitest';
import type { StoredKey } from '../domain/entities.ts';
import { OcspBatches, type OcspSigning, type OcspSignings } from './ocsp-batches.ts';

const key = (id: string) => ({ id }) as StoredKey;
const certificate = (id: string) => Uint8Array.from(Buffer.from(id));
const [one, other] = [
  { key: key('one'), responderCertificateDer: certificate('one') },
  { key: key('other'), responderCertificateDer: certificate('other') },
];
const signing = (of: typeof one, value: number): OcspSigning => ({ ...of, responseDataDer: Uint8Array.of(value) });

/** A signer whose signature is the data behind the key's name, and that refuses data of 0xff. */
function recorded() {
  const sent: OcspSigning[][] = [];
  const send = async (batch: readonly OcspSigning[]): Promise<OcspSignings> => {
    sent.push([...batch]);
    await new Promise((resolve) => setImmediate(resolve));
    return batch.map(({ key: { id }, responseDataDer }) =>
      responseDataDer[0] === 0xff ? 'refused' : Uint8Array.from([...Buffer.from(id), ...responseDataDer]),
    );
  };
  return { sent, batches: new OcspBatches(send) };
}

describe('batches of OCSP signatures', () => {
  it('go together when they come together, each responder by itself, and everybody gets their own', async () => {
    const { sent, batches } = recorded();
    const asked = Array.from({ length: 200 }, (_, at) => ({ of: at % 3 ? one : other, value: at % 200 }));
    const signatures = await Promise.all(asked.map(({ of, value }) => batches.sign(signing(of, value))));
    for (const [at, { of, value }] of asked.entries())
      expect(Buffer.from(signatures[at] as Uint8Array)).toEqual(Buffer.from([...Buffer.from(of.key.id), value]));
    expect(sent.length).toBeLessThan(10);
    for (const batch of sent) {
      expect(new Set(batch.map((item) => item.key.id)).size).toBe(1);
      expect(batch.length).toBeLessThanOrEqual(64);
    }
  });

  it('fail only for the one that was refused', async () => {
    const { batches } = recorded();
    const answers = await Promise.allSettled([1, 0xff, 3].map((value) => batches.sign(signing(one, value))));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(answers[1]).toMatchObject({ reason: { code: 'internal', message: 'refused' } });
  });

  it('fail together when the signer is gone, and the next ones are tried again', async () => {
    let calls = 0;
    const batches = new OcspBatches(async (batch) => {
      calls += 1;
      if (calls === 1) throw new Error('gone');
      return batch.map(({ responseDataDer }) => responseDataDer);
    });
    const lost = await Promise.allSettled([batches.sign(signing(one, 1)), batches.sign(signing(one, 2))]);
    expect(lost.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await batches.sign(signing(one, 3))).toEqual(Uint8Array.of(3));
  });
});
