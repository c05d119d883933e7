import { qrSvgPath } from '../pki/trust/qr-code.ts';
import { authorise } from './authorise.ts';
import { getCertificate } from './get-certificate.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import type { CertificateDetailView } from './views.ts';

/** A certificate as it is put on paper. */
export interface CertificateSheetView {
  readonly view: CertificateDetailView;
  readonly organisation: string;
  /** The time that the status is true of. */
  readonly asOf: Date;
  /** The SHA-256 fingerprint as 64 hexadecimal digits, as a drawing; null without a fingerprint. */
  readonly qr: { readonly path: string; readonly size: number } | null;
}

/** Throws `not-found`. Never holds a key. */
export async function getCertificateSheet(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
): Promise<CertificateSheetView> {
  authorise(actor, 'inventory.read');
  const view = await getCertificate(context, actor, certificateId);
  const fingerprint = view.certificate.fingerprintSha256;
  return {
    view,
    organisation: (await context.store.instance())?.organisation ?? '',
    asOf: context.clock.now(),
    qr: fingerprint ? qrSvgPath(fingerprint) : null,
  };
}
