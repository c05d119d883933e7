import { defineWords } from '@/components/language/define-words';

export const consolePageWords = defineWords({
  en: {
    aPrivateCertificateAuthorityFor: 'A private certificate authority for parties that trust each other.',
  },
  de: {
    aPrivateCertificateAuthorityFor: 'Eine private Zertifizierungsstelle für Parteien, die einander vertrauen.',
  },
});
