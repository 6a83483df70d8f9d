/**
 * `npm run bench:banner`: how many bytes a page loads for its banner, beside the neighbours.
 * Prints a Markdown table. The neighbours' packages are fetched as they are published, since
 * nothing of them is run.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleBanner } from '../../scripts/banner/bundle.ts'
import { NEIGHBOURS } from '../../scripts/banner/neighbours.ts'
import { gzipped } from '../../scripts/banner/size.ts'
import { command } from '../../scripts/test/command.ts'
import { bannerScript } from '../../src/consent/banner/compile.ts'

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`
const row = (name: string, script: number, style: number) =>
  `| ${name} | ${kilobytes(script)} | ${style ? kilobytes(style) : 'in the script'} | ${kilobytes(script + style)} |`

const folder = await mkdtemp(join(tmpdir(), 'banner-'))
try {
  console.log('| gzip -9 | script | style | together |\n| --- | --- | --- | --- |')
  console.log(row('hallpass/consent/banner, English', gzipped(await bundleBanner()), 0))
  const more = ['de', 'es', 'fr', 'ja', 'zh']
  console.log(row('the same with 5 more languages', gzipped(bannerScript({}, more)), 0))
  for (const { name, version, script, style, bytes } of NEIGHBOURS) {
    const read = await unpacked(name, version)
    const [own, styled] = [gzipped(await read(script)), style ? gzipped(await read(style)) : 0]
    console.log(row(`${name} ${version}`, own, styled))
    if (own + styled !== bytes) throw new Error(`${name}: ${own + styled} bytes, not ${bytes}`)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** Fetches a package; gives what reads a file of it. */
async function unpacked(name: string, version: string): Promise<(file: string) => Promise<Buffer>> {
  const into = await mkdtemp(join(folder, 'one-'))
  const packed = await command('npm', ['pack', '--silent', `${name}@${version}`], { cwd: into })
  const tarball = packed.output.trim().split('\n').at(-1) ?? ''
  const opened = await command('tar', ['-xzf', tarball], { cwd: into })
  if (!packed.ok || !opened.ok) throw new Error(`${name}: ${packed.output}${opened.output}`)
  return (file) => readFile(join(into, 'package', file))
}
