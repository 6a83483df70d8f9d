import type { BannerTexts } from '../texts.ts'

/** Dutch. */
export const nl: BannerTexts = {
  title: 'Uw privacy',
  body: 'We willen graag meten hoe onze pagina’s worden gebruikt en onthouden wat u prettig vindt. U beslist en kunt altijd van gedachten veranderen.',
  acceptAll: 'Alles accepteren',
  onlyEssential: 'Alleen noodzakelijk',
  choose: 'Kiezen',
  manage: 'Privacy-instellingen',
  manageBody: 'Sta toe wat u wilt. Wat uit staat, wordt niet gebruikt.',
  save: 'Keuzes opslaan',
  close: 'Sluiten',
  always: 'Altijd actief',
  policy: 'Cookiebeleid',
  gpc: 'Uw browser vraagt om u niet te volgen (Global Privacy Control). Daarom staat alles uit totdat u kiest.',
  held: 'Deze inhoud wordt pas getoond als u “{category}” toestaat.',
  allow: 'Toestaan en tonen',
  categories: {
    essential: {
      title: 'Noodzakelijk',
      description: 'Nodig om de site te laten werken: inloggen, veiligheid en uw keuzes hier.',
    },
    performance: {
      title: 'Prestaties',
      description: 'Laat ons zien welke pagina’s worden gelezen en welke campagnes werken.',
    },
    functionality: {
      title: 'Functionaliteit',
      description:
        'Onthoudt uw instellingen en toont video’s, kaarten en andere ingesloten inhoud.',
    },
  },
}
