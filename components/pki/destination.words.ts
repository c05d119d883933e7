import { defineWords } from '@/components/language/define-words';
import type { ExportDestination } from '@/lib/pki/export/plan-export';

const destinations = {
  nginx: 'nginx',
  apache: 'Apache',
  haproxy: 'HAProxy',
  caddy: 'Caddy',
  windows: 'Windows (10 and Server 2019 or newer)',
  'windows-old': 'Windows Server 2016 and older',
  macos: 'macOS keychain',
  ios: 'iPhone and iPad',
  android: 'Android',
  java: 'Java',
  'java-8': 'Java 8 before update 301',
  openssl: 'OpenSSL, one file each',
  kubernetes: 'Kubernetes',
  firefox: 'Firefox and other browsers',
  'trust-only': 'Those who are to trust it (no key)',
  everything: 'Everything there is',
} as const satisfies Record<ExportDestination, string>;

/** For whom files are made. */
export const destinationWords = defineWords({
  en: destinations,
  de: {
    nginx: 'nginx',
    apache: 'Apache',
    haproxy: 'HAProxy',
    caddy: 'Caddy',
    windows: 'Windows (10 und Server 2019 oder neuer)',
    'windows-old': 'Windows Server 2016 und älter',
    macos: 'macOS-Schlüsselbund',
    ios: 'iPhone und iPad',
    android: 'Android',
    java: 'Java',
    'java-8': 'Java 8 vor Update 301',
    openssl: 'OpenSSL, einzelne Dateien',
    kubernetes: 'Kubernetes',
    firefox: 'Firefox und andere Browser',
    'trust-only': 'Wer ihm vertrauen soll (ohne Schlüssel)',
    everything: 'Alles, was es gibt',
  },
});
