import { defineWords } from '@/components/language/define-words';

export const invitationWords = defineWords({
  en: {
    title: 'Choose a password',
    reading: 'Reading the invitation…',
    join: (organisation: string) => `You are invited to sign in to the certificate authority of ${organisation} as`,
    reset: (organisation: string) => `Choose a new password for the certificate authority of ${organisation}. You are`,
    ends: (when: string) => `The link works once and ends ${when}.`,
    noToken: 'This address has no invitation in it. Copy the whole link that you were sent.',
    name: 'Your name',
    password: 'Password',
    help: 'At least 15 characters. Several unrelated words are good.',
    accept: 'Set the password and sign in',
    accepting: 'One moment…',
    withoutScript: 'This page needs scripts: the invitation is in a part of the address that only they can read.',
  },
  de: {
    title: 'Passwort wählen',
    reading: 'Die Einladung wird gelesen …',
    join: (organisation) =>
      `Sie sind eingeladen, sich bei der Zertifizierungsstelle von ${organisation} anzumelden, als`,
    reset: (organisation) =>
      `Wählen Sie ein neues Passwort für die Zertifizierungsstelle von ${organisation}. Sie sind`,
    ends: (when) => `Der Link gilt einmal und endet ${when}.`,
    noToken: 'In dieser Adresse steht keine Einladung. Kopieren Sie den ganzen Link, den Sie bekommen haben.',
    name: 'Ihr Name',
    password: 'Passwort',
    help: 'Mindestens 15 Zeichen. Mehrere Wörter ohne Zusammenhang sind gut.',
    accept: 'Passwort setzen und anmelden',
    accepting: 'Einen Moment …',
    withoutScript:
      'Diese Seite braucht Skripte: Die Einladung steht in einem Teil der Adresse, den nur sie lesen können.',
  },
});
