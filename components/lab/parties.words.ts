import { counted, defineWords } from '@/components/language/define-words';

export const partiesWords = defineWords({
  en: {
    nothing: 'Nothing.',
    looksAt: (count: number) => `Looks at ${counted(count, { one: 'CRL', other: 'CRLs' })}.`,
    clientDials: (serverName: string) => `Client, dials ${serverName}`,
    hasNoCertificate: 'Has no certificate.',
    isNotAskedForA: 'Is not asked for a certificate.',
    serverAsksForAClient: 'Server, asks for a client certificate',
    server: 'Server',
    client: 'Client',
    sends: 'Sends',
    trusts: 'Trusts',
    revocation: 'Revocation',
    doesNotLookNoCrl: 'Does not look: no CRL.',
  },
  de: {
    nothing: 'Nichts.',
    looksAt: (count) => `Sieht nach in ${counted(count, { one: 'CRL', other: 'CRLs' })}.`,
    clientDials: (serverName) => `Client, wählt ${serverName} an`,
    hasNoCertificate: 'Hat kein Zertifikat.',
    isNotAskedForA: 'Wird nicht nach einem Zertifikat gefragt.',
    serverAsksForAClient: 'Server, verlangt ein Clientzertifikat',
    server: 'Server',
    client: 'Client',
    sends: 'Sendet',
    trusts: 'Vertraut',
    revocation: 'Sperrung',
    doesNotLookNoCrl: 'Sieht nicht nach: keine CRL.',
  },
});
