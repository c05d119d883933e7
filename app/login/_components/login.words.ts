import { defineWords } from '@/components/language/define-words';

export const loginWords = defineWords({
  en: {
    title: 'Sign in',
    lead: (organisation: string) => `The certificate authority of ${organisation}.`,
    withoutScript: 'Without JavaScript lists and details can be read; changing anything needs it.',
    email: 'E-mail',
    password: 'Password',
    signIn: 'Sign in',
    signingIn: 'Signing in…',
    refused: {
      unauthenticated: 'The e-mail address or the password is wrong.',
      'rate-limited': 'Too many attempts. Wait a few minutes, then try again.',
      'setup-required': 'Nobody can sign in before the set-up is finished.',
      'second-factor-required': 'Type your password once more, and the code that your authenticator program shows now.',
    },
    code: 'One-time code',
    codeHelp: 'Six digits from your authenticator program, or a recovery code.',
  },
  de: {
    title: 'Anmelden',
    lead: (organisation) => `Die Zertifizierungsstelle von ${organisation}.`,
    withoutScript: 'Ohne JavaScript lassen sich Listen und Einzelheiten lesen; Änderungen brauchen es.',
    email: 'E-Mail',
    password: 'Passwort',
    signIn: 'Anmelden',
    signingIn: 'Wird angemeldet …',
    refused: {
      unauthenticated: 'Die E-Mail-Adresse oder das Passwort ist falsch.',
      'rate-limited': 'Zu viele Versuche. Warten Sie einige Minuten und versuchen Sie es dann wieder.',
      'setup-required': 'Vor dem Ende der Einrichtung kann sich niemand anmelden.',
      'second-factor-required':
        'Geben Sie Ihr Passwort noch einmal ein, und dazu den Code, den Ihre Authenticator-App jetzt zeigt.',
    },
    code: 'Einmalcode',
    codeHelp: 'Sechs Ziffern aus Ihrer Authenticator-App oder ein Ersatzcode.',
  },
});
