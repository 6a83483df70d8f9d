/** Node 22 warns of `node:sqlite` at every start, which says nothing to who runs the command. */

let muted = false

/** Keeps back the warnings that a part of Node is experimental; all others are shown. */
export function muteExperiments(): void {
  if (muted) return
  muted = true
  const shown = process.listeners('warning')
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    if (warning.name === 'ExperimentalWarning') return
    for (const listener of shown) listener.call(process, warning)
  })
}
