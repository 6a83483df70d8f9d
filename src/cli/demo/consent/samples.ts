/** The organisation of the demo, as its consent service knows it. */

/** Whose sites they are. */
export const ORGANISATION = 'Harbour'

/** Opens the dashboard. It is known to all: the service is on this machine alone. */
export const DASHBOARD_KEY = 'demo-dashboard-key'

/** How visitors of a site choose. The parts are of 1; what is left refuses. */
export interface Habit {
  /** How busy it is, beside the others. */
  readonly weight: number
  readonly accepts: number
  readonly saves: number
  /** Visitors whose browser sends the Global Privacy Control signal, and who choose nothing. */
  readonly signals: number
}

/** The two sites that are really there, by the name in front of `.localhost`. */
export const REAL_SITES: Readonly<Record<'shop' | 'news', Habit>> = {
  shop: { weight: 26, accepts: 0.52, saves: 0.13, signals: 0.03 },
  news: { weight: 31, accepts: 0.38, saves: 0.11, signals: 0.06 },
}

/** Sites that are made up, so that the dashboard has something to compare. */
export const MADE_UP_SITES: readonly (Habit & { readonly origin: string })[] = [
  { origin: 'https://ferry.example', weight: 18, accepts: 0.55, saves: 0.07, signals: 0.02 },
  {
    origin: 'https://visit-harbour.example',
    weight: 11,
    accepts: 0.61,
    saves: 0.09,
    signals: 0.02,
  },
  { origin: 'https://library.example', weight: 7, accepts: 0.27, saves: 0.2, signals: 0.09 },
  {
    origin: 'https://netloft-cinema.example',
    weight: 5,
    accepts: 0.49,
    saves: 0.12,
    signals: 0.03,
  },
  { origin: 'https://museum.example', weight: 4, accepts: 0.42, saves: 0.16, signals: 0.04 },
  { origin: 'https://regatta.example', weight: 2, accepts: 0.58, saves: 0.08, signals: 0.02 },
]

/** A version of the policy, so many days before the first start. */
export interface SamplePolicy {
  readonly daysAgo: number
  readonly material: boolean
  readonly text: string
}

const INTRODUCTION = `The sites of Harbour ask you once, and all of them keep to your answer: Fern & Kettle, The Harbour Gazette, the ferry, the library and the others.

Essential cookies keep you signed in, keep your cart, and remember what you answered here. They are always on.

Performance: we count which pages are read, without knowing by whom.`

/** The versions of the policy: the second asks for more than the first, so everybody is asked again. */
export const POLICIES: readonly SamplePolicy[] = [
  {
    daysAgo: 89,
    material: false,
    text: `${INTRODUCTION}

Functionality: we remember what you like.`,
  },
  {
    daysAgo: 31,
    material: true,
    text: `${INTRODUCTION}

Functionality: we remember what you like, recommend what goes with it, and show pictures of the harbour webcam inside our pages. The webcam is new in this version.`,
  },
]
