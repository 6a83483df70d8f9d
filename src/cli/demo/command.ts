/** `hallpass demo`: starts the demo, says what to do with it, and stops when asked. */
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { styleText } from 'node:util'
import { muteExperiments } from '../consent/experiments.ts'
import { SAME_KEY, stopSignal } from '../stop-signal.ts'
import { ACCOUNTS } from './accounts.ts'
import { DASHBOARD_KEY } from './consent/samples.ts'
import { startDemo } from './demo.ts'
import { greeting } from './greeting.ts'
import { DEMO_HELP, demoArguments } from './options.ts'
import { INSTALL_PEERS, missingPeers } from './peers.ts'
import { progressLine } from './progress-line.ts'

/** For so many days choices are made up, so that the dashboard has something to show. */
const DAYS = 90

/** Runs the command until it is stopped; gives the exit status. */
export async function demoCommand(args: readonly string[]): Promise<number> {
  const { port, folder, help } = demoArguments(args)
  if (help) {
    process.stdout.write(DEMO_HELP)
    return 0
  }
  const missing = missingPeers()
  if (missing.length > 0) {
    const sentence = `The demo needs ${new Intl.ListFormat('en').format(missing)}, which hallpass does not bring. Run:`
    process.stderr.write(`${sentence}\n\n  ${INSTALL_PEERS}\n\n`)
    return 1
  }
  // The demo goes on when nobody reads any longer what it prints.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  const stopped = stopSignal()
  muteExperiments()
  const demo = await startDemo({
    port,
    folder,
    days: DAYS,
    progress: progressLine(`Making up ${DAYS} days of choices for the dashboard`),
    log: (line) => console.log(`${clock()}  ${line}`),
  })
  const { id, shop, news, consent } = demo
  const wishes = [
    { name: 'provider', site: id, wanted: port },
    { name: 'shop', site: shop, wanted: port + 1 },
    { name: 'newspaper', site: news, wanted: port + 2 },
    { name: 'consent service', site: consent, wanted: port + 3 },
  ]
  for (const { name, site, wanted } of port === 0 ? [] : wishes) {
    if (site.port === wanted) continue
    console.log(`Port ${wanted} is taken: the ${name} is at ${site.port}.`)
  }
  if (demo.folder !== resolve(folder)) {
    console.log(`Another demo runs on ${folder}: this one keeps its data in ${demo.folder}.`)
  }
  const urls = { id: id.url, shop: shop.url, news: news.url, consent: consent.url }
  const bold = (text: string) => styleText('bold', text, { stream: process.stdout })
  const running = { urls, accounts: ACCOUNTS, key: DASHBOARD_KEY, folder: demo.folder }
  console.log(greeting(running, bold))
  await stopped
  console.log('\nStopping.')
  // The same Ctrl-C, passed on by npm, must not meet a process that listens no longer.
  await Promise.all([demo.close(), sleep(SAME_KEY)])
  return 0
}

function clock(): string {
  return new Date().toLocaleTimeString('en-GB')
}
