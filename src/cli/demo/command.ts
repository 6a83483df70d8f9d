/** `hallpass demo`: starts the demo, says what to do with it, and stops when asked. */
import { styleText } from 'node:util'
import { ACCOUNTS } from './accounts.ts'
import { startDemo } from './demo.ts'
import { greeting } from './greeting.ts'
import { DEMO_HELP, demoArguments } from './options.ts'
import { INSTALL_PEERS, missingPeers } from './peers.ts'

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** The exit status of a program that Ctrl-C ended. */
const INTERRUPTED = 130

/** Runs the command until it is stopped; gives the exit status. */
export async function demoCommand(args: readonly string[]): Promise<number> {
  const { port, folder, help } = demoArguments(args)
  if (help) {
    process.stdout.write(DEMO_HELP)
    return 0
  }
  const missing = missingPeers()
  if (missing.length > 0) {
    const sentence = `The demo needs ${missing.join(' and ')}, which hallpass does not bring. Run:`
    process.stderr.write(`${sentence}\n\n  ${INSTALL_PEERS}\n\n`)
    return 1
  }
  const stopped = stopSignal()
  const demo = await startDemo({ port, folder, log: (line) => console.log(`${clock()}  ${line}`) })
  const { id, shop, news } = demo
  if (port !== 0) {
    for (const [offset, [name, site]] of Object.entries({
      provider: id,
      shop,
      newspaper: news,
    }).entries()) {
      const wanted = port + offset
      if (site.port !== wanted)
        console.log(`Port ${wanted} is taken: the ${name} is at ${site.port}.`)
    }
  }
  const urls = { id: id.url, shop: shop.url, news: news.url }
  const bold = (text: string) => styleText('bold', text, { stream: process.stdout })
  console.log(greeting({ urls, accounts: ACCOUNTS, folder: demo.folder }, bold))
  await stopped
  console.log('\nStopping.')
  await demo.close()
  return 0
}

/** Resolves at the first signal to stop; a second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const ask = () => {
      if (asked) process.exit(INTERRUPTED)
      asked = true
      resolve()
    }
    for (const signal of STOP_SIGNALS) process.on(signal, ask)
  })
}

function clock(): string {
  return new Date().toLocaleTimeString('en-GB')
}
