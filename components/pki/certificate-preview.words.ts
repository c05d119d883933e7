import { defineWords } from '@/components/language/define-words';

export const certificatePreviewWords = defineWords({
  en: {
    preview: 'Preview',
    checking: 'Checking…',
    nothingIsSignedYet: 'Nothing is signed yet',
    subject: 'Subject',
    emptyTheNamesSayIt: 'Empty: the names say it all',
    names: 'Names',
    to: '{day}{br}to {day2} {span}',
    valid: 'Valid',
    signedBy: 'Signed by',
    mayBeUsedFor: 'May be used for',
    checksBeforeSigning: 'Checks before signing',
    thisWouldBeRefused: 'This would be refused:',
  },
  de: {
    preview: 'Vorschau',
    checking: 'Wird geprüft …',
    nothingIsSignedYet: 'Noch ist nichts signiert',
    subject: 'Inhaber',
    emptyTheNamesSayIt: 'Leer: Die Namen sagen alles',
    names: 'Namen',
    to: '{day}{br}bis {day2} {span}',
    valid: 'Gültig',
    signedBy: 'Signiert von',
    mayBeUsedFor: 'Verwendung',
    checksBeforeSigning: 'Prüfungen vor der Signatur',
    thisWouldBeRefused: 'Das würde abgelehnt:',
  },
});
