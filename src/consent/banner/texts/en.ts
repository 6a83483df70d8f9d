import type { BannerTexts } from '../texts.ts'

/** English; in the script itself. */
export const en: BannerTexts = {
  title: 'Your privacy',
  body: 'We would like to measure how our pages are used and remember what you prefer. You can change your mind at any time.',
  acceptAll: 'Accept all',
  onlyEssential: 'Only essential',
  choose: 'Choose',
  manage: 'Privacy settings',
  manageBody: 'Allow what you like. Nothing that is switched off is used.',
  save: 'Save choices',
  close: 'Close',
  always: 'Always active',
  policy: 'Cookie policy',
  gpc: 'Your browser asks not to be tracked (Global Privacy Control): all is off until you choose.',
  held: 'This content is held back until you allow “{category}”.',
  allow: 'Allow and show',
  categories: {
    essential: {
      title: 'Essential',
      description: 'Needed for the site to work: signing in, safety, your choices here.',
    },
    performance: {
      title: 'Performance',
      description: 'Shows us which pages are read and which campaigns work.',
    },
    functionality: {
      title: 'Functionality',
      description: 'Remembers your settings and shows videos, maps and other embedded content.',
    },
  },
}
