import { defineWords } from '@/components/language/define-words';
import type { RevocationReason } from '@/lib/pki/types';

const reasons = {
  unspecified: 'no reason given',
  keyCompromise: 'key compromise',
  cACompromise: 'authority compromise',
  affiliationChanged: 'affiliation changed',
  superseded: 'superseded',
  cessationOfOperation: 'no longer used',
  certificateHold: 'on hold',
  privilegeWithdrawn: 'privilege withdrawn',
  aACompromise: 'attribute authority compromise',
} as const satisfies Record<RevocationReason, string>;

/** RFC 5280 §5.3.1, as they stand behind "Revoked:". */
export const reasonWords = defineWords({
  en: reasons,
  de: {
    unspecified: 'ohne Grund',
    keyCompromise: 'Schlüssel in fremden Händen',
    cACompromise: 'Zertifizierungsstelle in fremden Händen',
    affiliationChanged: 'Zugehörigkeit geändert',
    superseded: 'ersetzt',
    cessationOfOperation: 'nicht mehr benutzt',
    certificateHold: 'ausgesetzt',
    privilegeWithdrawn: 'Berechtigung entzogen',
    aACompromise: 'Attributstelle in fremden Händen',
  },
});
