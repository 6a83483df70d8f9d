import type { BannerTexts } from '../texts.ts'

/** Italian. */
export const it: BannerTexts = {
  title: 'La tua privacy',
  body: 'Vorremmo misurare come vengono usate le nostre pagine e ricordare le tue preferenze. Decidi tu, e puoi cambiare idea in qualsiasi momento.',
  acceptAll: 'Accetta tutto',
  onlyEssential: 'Solo essenziali',
  choose: 'Scegli',
  manage: 'Impostazioni sulla privacy',
  manageBody: 'Consenti ciò che vuoi. Ciò che è disattivato non viene usato.',
  save: 'Salva le scelte',
  close: 'Chiudi',
  always: 'Sempre attivo',
  policy: 'Informativa sui cookie',
  gpc: 'Il tuo browser chiede di non essere tracciato (Global Privacy Control): tutto è disattivato finché non scegli.',
  held: 'Questo contenuto è bloccato finché non consenti «{category}».',
  allow: 'Consenti e mostra',
  categories: {
    essential: {
      title: 'Essenziali',
      description: 'Necessari al funzionamento del sito: accesso, sicurezza, le tue scelte qui.',
    },
    performance: {
      title: 'Prestazioni',
      description: 'Ci mostra quali pagine vengono lette e quali campagne funzionano.',
    },
    functionality: {
      title: 'Funzionalità',
      description:
        'Ricorda le tue impostazioni e mostra video, mappe e altri contenuti incorporati.',
    },
  },
}
