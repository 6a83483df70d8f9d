import type { BannerTexts } from '../texts.ts'

/** Swedish. */
export const sv: BannerTexts = {
  title: 'Din integritet',
  body: 'Vi vill gärna mäta hur våra sidor används och komma ihåg vad du föredrar. Du bestämmer och kan ändra dig när som helst.',
  acceptAll: 'Godkänn alla',
  onlyEssential: 'Endast nödvändiga',
  choose: 'Välj',
  manage: 'Integritetsinställningar',
  manageBody: 'Tillåt det du vill. Det som är avstängt används inte.',
  save: 'Spara val',
  close: 'Stäng',
  always: 'Alltid aktivt',
  policy: 'Cookiepolicy',
  gpc: 'Din webbläsare ber om att du inte ska spåras (Global Privacy Control), så allt är avstängt tills du väljer.',
  held: 'Innehållet visas först när du tillåter ”{category}”.',
  allow: 'Tillåt och visa',
  categories: {
    essential: {
      title: 'Nödvändiga',
      description: 'Behövs för att webbplatsen ska fungera: inloggning, säkerhet, dina val här.',
    },
    performance: {
      title: 'Prestanda',
      description: 'Visar oss vilka sidor som läses och vilka kampanjer som fungerar.',
    },
    functionality: {
      title: 'Funktionalitet',
      description:
        'Kommer ihåg dina inställningar och visar videor, kartor och annat inbäddat innehåll.',
    },
  },
}
