import { defineWords } from '@/components/language/define-words';

/** What each program does with the status of a certificate, and what it takes for it to refuse a revoked one. */
export const softwareWords = defineWords({
  en: {
    nginx: {
      does: 'Looks at client certificates only, and only in a list of its own. Without one it accepts a revoked client.',
      takes: 'ssl_crl with the lists of the whole chain as PEM; fetch the new one and reload.',
    },
    apache: {
      does: 'Looks when it is told to; a list that has ended refuses everybody.',
      takes: 'SSLCARevocationFile and SSLCARevocationCheck chain; fetch and reload. Or SSLOCSPEnable on.',
    },
    haproxy: {
      does: 'Looks at client certificates only, in a list of its own.',
      takes: 'crl-file on the bind line, and a reload, or set ssl crl-file over its socket.',
    },
    postgresql: {
      does: 'Looks only when a list is configured; the client library likewise for the server.',
      takes: 'ssl_crl_file and pg_ctl reload; for clients sslcrl in the connection string.',
    },
    java: {
      does: 'Does not look by default. With checking on it asks OCSP, then the list, and fails when neither answers.',
      takes: '-Dcom.sun.net.ssl.checkRevocation=true with -Dcom.sun.security.enableCRLDP=true or -Docsp.enable=true.',
    },
    go: {
      does: 'crypto/tls never looks.',
      takes: 'VerifyConnection with a list or an OCSP answer that the program itself fetches.',
    },
    openssl: {
      does: 'Looks only when told to, and fetches nothing by itself. curl likewise.',
      takes: '-crl_check_all -CRLfile with the lists; curl --crlfile.',
    },
    node: {
      does: 'Looks only in the lists that the program passes.',
      takes: 'crl in the options of tls.createServer or https.request; make the context anew with each list.',
    },
    browsers: {
      does: 'Chrome and Edge do not ask for private roots; Firefox asks OCSP and goes on when nothing answers (soft-fail); Safari goes by its own sources.',
      takes:
        'Chrome, Edge: the policy RequireOnlineRevocationChecksForLocalAnchors. Firefox: security.OCSP.require. Otherwise short-lived certificates.',
    },
    windows: {
      does: 'IIS and Schannel ask for client certificates by default and keep a list until its next update.',
      takes: 'Reachable addresses; certutil -urlcache * delete lets go of the old list.',
    },
  },
  de: {
    nginx: {
      does: 'Prüft nur Client-Zertifikate, und nur in einer eigenen Liste. Ohne sie nimmt es einen gesperrten Client an.',
      takes: 'ssl_crl mit den Listen der ganzen Kette als PEM; die neue holen und neu laden.',
    },
    apache: {
      does: 'Prüft, wenn man es ihm sagt; eine abgelaufene Liste lehnt alle ab.',
      takes: 'SSLCARevocationFile und SSLCARevocationCheck chain; holen und neu laden. Oder SSLOCSPEnable on.',
    },
    haproxy: {
      does: 'Prüft nur Client-Zertifikate, in einer eigenen Liste.',
      takes: 'crl-file in der Zeile bind und neu laden, oder set ssl crl-file über seinen Socket.',
    },
    postgresql: {
      does: 'Prüft nur, wenn eine Liste eingetragen ist; die Client-Bibliothek ebenso beim Server.',
      takes: 'ssl_crl_file und pg_ctl reload; für Clients sslcrl in der Verbindungszeile.',
    },
    java: {
      does: 'Prüft von sich aus nicht. Mit Prüfung fragt es OCSP, dann die Liste, und scheitert, wenn nichts antwortet.',
      takes: '-Dcom.sun.net.ssl.checkRevocation=true mit -Dcom.sun.security.enableCRLDP=true oder -Docsp.enable=true.',
    },
    go: {
      does: 'crypto/tls prüft nie.',
      takes: 'VerifyConnection mit einer Liste oder OCSP-Antwort, die das Programm selbst holt.',
    },
    openssl: {
      does: 'Prüft nur auf Verlangen und holt nichts von selbst. curl ebenso.',
      takes: '-crl_check_all -CRLfile mit den Listen; bei curl --crlfile.',
    },
    node: {
      does: 'Prüft nur in den Listen, die das Programm übergibt.',
      takes: 'crl in den Optionen von tls.createServer oder https.request; den Kontext mit jeder Liste neu machen.',
    },
    browsers: {
      does: 'Chrome und Edge fragen bei privaten Wurzeln nicht; Firefox fragt OCSP und macht weiter, wenn nichts antwortet (Soft-Fail); Safari geht nach eigenen Quellen.',
      takes:
        'Chrome, Edge: die Richtlinie RequireOnlineRevocationChecksForLocalAnchors. Firefox: security.OCSP.require. Sonst kurzlebige Zertifikate.',
    },
    windows: {
      does: 'IIS und Schannel fragen bei Client-Zertifikaten von sich aus und behalten eine Liste bis zur nächsten.',
      takes: 'Erreichbare Adressen; certutil -urlcache * delete vergisst die alte Liste.',
    },
  },
});
