import { defineWords } from '@/components/language/define-words';

export const nameTypeWords = defineWords({
  en: { dns: 'DNS', ip: 'IP', email: 'E-mail', uri: 'URI', upn: 'UPN' },
  de: { dns: 'DNS', ip: 'IP', email: 'E-Mail', uri: 'URI', upn: 'UPN' },
});
