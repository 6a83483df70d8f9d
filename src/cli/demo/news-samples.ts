/** The paper of the day. */
import type { Article } from './news-data.ts'

export const SAMPLE_ARTICLES: readonly Article[] = [
  {
    slug: 'lighthouse',
    section: 'Town',
    headline: 'The lighthouse gets its keeper back',
    standfirst:
      'After nineteen years of timers and sensors, someone will climb the 142 steps again.',
    author: 'Nell Gorse',
    published: true,
    paragraphs: [
      'The lamp on Gull Point has lit itself since the winter the last keeper retired. From the first of next month it will be lit by Hanna Brook, who answered an advertisement that the harbour board had not expected anyone to read.',
      '“I asked whether there was a lift,” she says, standing on the gallery with her back to a wind that would take a hat to Norway. “They said no, and I said good.”',
      'The board voted for a keeper by five to two. Those in favour spoke of fog, of walkers who lose the path, and of the foghorn that sounded for eleven hours in May because a spider had made its home in the sensor. Those against spoke of money.',
      'Ms Brook will live in the cottage below the tower with two bicycles and a large number of books. Visitors are welcome on Sundays, she says, so long as they carry something up.',
    ],
  },
  {
    slug: 'ferry',
    section: 'Travel',
    headline: 'Early ferry to run all winter',
    standfirst: 'The 6.10 crossing stays, and so does the tea urn.',
    author: 'Tom Sallow',
    published: true,
    paragraphs: [
      'Commuters on the north shore will keep their early boat. The ferry company had meant to drop the 6.10 crossing at the end of October; a petition on the back of a tide table, signed by 311 people, has changed its mind.',
      'The boat will leave five minutes later on Mondays, when, as the company puts it, everyone is late anyway.',
      'The urn in the saloon, which was to go ashore with the timetable, has been given a new plug.',
    ],
  },
  {
    slug: 'bakery',
    section: 'Trade',
    headline: 'Bakery finds a wall oven from 1780 behind a wall',
    standfirst: 'It still draws. The first loaves were gone by eight.',
    author: 'Priya Lund',
    published: true,
    paragraphs: [
      'When the plaster came down at Ottley’s in Rope Lane, there was a small iron door behind it, and behind the door an oven large enough to sleep in.',
      'A mason, a chimney sweep and a historian agreed on its age within ten years. The baker, Jonas Ottley, agreed with all three and lit it.',
      'The bread has a thick crust and a faint taste of smoke. The queue on Saturday reached the chandlery.',
    ],
  },
  {
    slug: 'regatta',
    section: 'Sport',
    headline: 'Pilot gig crew takes the regatta by half an oar',
    standfirst: 'The judges looked at the photograph for twenty minutes.',
    author: 'Tom Sallow',
    published: true,
    paragraphs: [
      'Six rowers from the Mermaid won the last race of the season by a distance that the committee first called “a splash”.',
      'It was their first win over the Kingfisher since 2011. The crews shared one breakfast and, witnesses say, one song.',
    ],
  },
  {
    slug: 'library',
    section: 'Town',
    headline: 'Library to lend oars, fishing rods and a cello',
    standfirst: 'A library card now opens the boat shed as well.',
    author: 'Nell Gorse',
    published: false,
    paragraphs: [
      'From spring, readers may borrow things that are hard to put on a shelf. The list begins with twelve pairs of oars.',
      'The cello may be kept for three weeks, and renewed unless a neighbour objects.',
    ],
  },
]
