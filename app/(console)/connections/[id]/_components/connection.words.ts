import { defineWords } from '@/components/language/define-words';

export const connectionWords = defineWords({
  en: {
    downloadBundle: {
      downloaded: 'Downloaded',
      packing: 'Packing…',
      download: (fileName: string) => `Download ${fileName}`,
      downloadBoth: 'Download both',
      downloadBothBundles: 'Download both bundles',
    },
    testConnection: {
      accepted: 'Accepted: ',
      refused: 'Refused: ',
      notRunYet: {
        mutual:
          'Not run yet. The test opens a mutual TLS connection and reports separately what the client and the server accepted.',
        'one-way':
          'Not run yet. The test opens a one-way TLS connection and reports separately what the client and the server accepted.',
      },
      outcome: {
        mutual: { true: 'Mutual handshake succeeded', false: 'Mutual handshake failed' },
        'one-way': { true: 'One-way handshake succeeded', false: 'One-way handshake failed' },
      },
      ofHandshake: { mutual: ' of the mutual handshake', 'one-way': ' of the one-way handshake' },
      handshake: 'Handshake',
      twoSocketsAreShakingHands: 'Two sockets are shaking hands…',
      lastRun: (day: string) => `Last run ${day}`,
      bothEndsRunHereOn: 'Both ends run here, on this machine, with the real certificates.',
      testing: 'Testing…',
      testAgain: 'Test again',
      testThisConnection: 'Test this connection',
      theTestCouldNotRun: 'The test could not run.',
      ms: (durationMilliseconds: number) => `${durationMilliseconds} ms`,
      messageByMessage: 'Message by message',
      aClientWithTheRoot: 'A client with the root',
      client: 'Client',
      server: 'Server',
      thisSideWasNotReached: 'This side was not reached.',
    },
    withdrawHandover: {
      ofSide: { server: ' the link for the server', client: ' the link for the client' },
      withdrawing: 'Withdrawing…',
      withdraw: 'Withdraw',
    },
  },
  de: {
    downloadBundle: {
      downloaded: 'Heruntergeladen',
      packing: 'Wird gepackt …',
      download: (fileName) => `Herunterladen: ${fileName}`,
      downloadBoth: 'Beide herunterladen',
      downloadBothBundles: 'Beide Pakete herunterladen',
    },
    testConnection: {
      accepted: 'Angenommen: ',
      refused: 'Abgewiesen: ',
      notRunYet: {
        mutual:
          'Noch nicht ausgeführt. Der Test öffnet eine gegenseitige TLS-Verbindung und sagt getrennt, was Client und Server angenommen haben.',
        'one-way':
          'Noch nicht ausgeführt. Der Test öffnet eine einseitige TLS-Verbindung und sagt getrennt, was Client und Server angenommen haben.',
      },
      outcome: {
        mutual: { true: 'Gegenseitiger Handshake gelungen', false: 'Gegenseitiger Handshake misslungen' },
        'one-way': { true: 'Einseitiger Handshake gelungen', false: 'Einseitiger Handshake misslungen' },
      },
      ofHandshake: { mutual: ' des gegenseitigen Handshakes', 'one-way': ' des einseitigen Handshakes' },
      handshake: 'Handshake',
      twoSocketsAreShakingHands: 'Zwei Anschlüsse führen einen Handshake aus …',
      lastRun: (day) => `Zuletzt ausgeführt ${day}`,
      bothEndsRunHereOn: 'Beide Enden laufen hier, auf dieser Maschine, mit den echten Zertifikaten.',
      testing: 'Wird getestet …',
      testAgain: 'Noch einmal testen',
      testThisConnection: 'Diese Verbindung testen',
      theTestCouldNotRun: 'Der Test konnte nicht laufen.',
      ms: (durationMilliseconds) => `${durationMilliseconds} ms`,
      messageByMessage: 'Nachricht für Nachricht',
      aClientWithTheRoot: 'Ein Client mit der Wurzel',
      client: 'Client',
      server: 'Server',
      thisSideWasNotReached: 'Diese Seite wurde nicht erreicht.',
    },
    withdrawHandover: {
      ofSide: { server: ': Link für den Server', client: ': Link für den Client' },
      withdrawing: 'Wird zurückgezogen …',
      withdraw: 'Zurückziehen',
    },
  },
});
