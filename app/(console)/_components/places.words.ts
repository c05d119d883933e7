import { defineWords } from '@/components/language/define-words';

export const placesWords = defineWords({
  en: {
    overview: 'Overview',
    connections: 'Connections',
    certificates: 'Certificates',
    authorities: 'Authorities',
    requests: 'Requests',
    inspect: 'Inspect',
    handshakeLab: 'Handshake lab',
    profiles: 'Profiles',
    jobs: 'Jobs',
    audit: 'Audit',
    settings: 'Settings',
  },
  de: {
    overview: 'Übersicht',
    connections: 'Verbindungen',
    certificates: 'Zertifikate',
    authorities: 'Zertifizierungsstellen',
    requests: 'Anträge',
    inspect: 'Untersuchen',
    handshakeLab: 'Handshake-Labor',
    profiles: 'Profile',
    jobs: 'Aufträge',
    audit: 'Prüfprotokoll',
    settings: 'Einstellungen',
  },
});
