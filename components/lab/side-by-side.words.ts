import { defineWords } from '@/components/language/define-words';

export const sideBySideWords = defineWords({
  en: {
    messagesOctets: (count: number, client: number) => `${count} messages, ${client} octets`,
    noMessageWasSent: 'No message was sent.',
  },
  de: {
    messagesOctets: (count, client) => `${count} Nachrichten, ${client} Oktette`,
    noMessageWasSent: 'Es wurde keine Nachricht gesendet.',
  },
});
