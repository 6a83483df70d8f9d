import type { BannerTexts } from '../texts.ts'

/** German. */
export const de: BannerTexts = {
  title: 'Ihre Privatsphäre',
  body: 'Wir möchten messen, wie unsere Seiten genutzt werden, und uns merken, was Sie bevorzugen. Sie entscheiden und können es sich jederzeit anders überlegen.',
  acceptAll: 'Alle akzeptieren',
  onlyEssential: 'Nur notwendige',
  choose: 'Auswählen',
  manage: 'Datenschutz-Einstellungen',
  manageBody: 'Erlauben Sie, was Sie möchten. Was ausgeschaltet ist, wird nicht verwendet.',
  save: 'Auswahl speichern',
  close: 'Schließen',
  always: 'Immer aktiv',
  policy: 'Cookie-Richtlinie',
  gpc: 'Ihr Browser bittet darum, Sie nicht zu verfolgen (Global Privacy Control). Deshalb ist alles ausgeschaltet, bis Sie wählen.',
  held: 'Dieser Inhalt wird zurückgehalten, bis Sie „{category}“ erlauben.',
  allow: 'Erlauben und anzeigen',
  categories: {
    essential: {
      title: 'Notwendig',
      description: 'Damit die Website funktioniert: Anmeldung, Sicherheit und Ihre Auswahl hier.',
    },
    performance: {
      title: 'Leistung',
      description: 'Zeigt uns, welche Seiten gelesen werden und welche Kampagnen wirken.',
    },
    functionality: {
      title: 'Funktionalität',
      description:
        'Merkt sich Ihre Einstellungen und zeigt Videos, Karten und andere eingebettete Inhalte.',
    },
  },
}
