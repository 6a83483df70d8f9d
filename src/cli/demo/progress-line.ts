/** One line that tells how far something is: in a terminal it changes, elsewhere it stays. */

/** Told what is done, from 0 to 1; says nothing when it is never told. */
export function progressLine(
  what: string,
  out: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stdout,
): (share: number) => void {
  let begun = false
  return (share) => {
    if (out.isTTY) {
      const percent = String(Math.floor(share * 100)).padStart(3)
      out.write(`\r${what}:${percent}%${share === 1 ? '\n' : ''}`)
    } else if (!begun) out.write(`${what}.\n`)
    begun = true
  }
}
