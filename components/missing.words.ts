import { defineWords } from './language/define-words';

export const missingWords = defineWords({
  en: {
    overview: 'Open the overview',
    title: 'Not found',
    outside: 'This page does not exist',
    outsideLead: 'The address may be mistyped, or what it pointed to is gone.',
    heading: 'Nothing is at this address',
    lead: 'It may be mistyped, or the object belongs to another instance. Search for it instead.',
    field: 'Name, serial or fingerprint',
    search: 'Search',
  },
  de: {
    overview: 'Zur Übersicht',
    title: 'Nicht gefunden',
    outside: 'Diese Seite gibt es nicht',
    outsideLead: 'Die Adresse ist vielleicht vertippt, oder das, worauf sie zeigte, gibt es nicht mehr.',
    heading: 'Unter dieser Adresse ist nichts',
    lead: 'Sie ist vielleicht vertippt, oder der Gegenstand gehört zu einer anderen Instanz. Suchen Sie stattdessen danach.',
    field: 'Name, Seriennummer oder Fingerabdruck',
    search: 'Suchen',
  },
});
