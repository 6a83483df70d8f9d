/**
 * `npm test`: everything that must hold, from the packages it needs to real browsers.
 *
 * `npm test -- unit adapters` runs only the steps that are named.
 */
import { command } from './test/command.ts'
import { allGroups, runGroup } from './test/groups.ts'
import { install, NESTED } from './test/installs.ts'
import { prerequisites } from './test/prerequisites.ts'
import { step, write } from './test/steps.ts'

const groups = allGroups()
const checks = {
  biome: () => command('biome', ['check', '--error-on-warnings']),
  types: () => command('tsc', ['-p', '.']),
  build: () => command(process.execPath, ['scripts/build.ts']),
}

const known = [...Object.keys(checks), ...groups.map((group) => group.name)]
const asked = process.argv.slice(2)
const strange = asked.filter((name) => !known.includes(name))
if (strange.length > 0) {
  write(`There is no step ${strange.join(', ')}. The steps are: ${known.join(', ')}.\n`)
  process.exit(2)
}
const wanted = (name: string) => asked.length === 0 || asked.includes(name)

write(`\nhallpass on Node ${process.versions.node}\n\n`)
if (!(await step('prerequisites', prerequisites))) process.exit(1)
for (const folder of NESTED) {
  if (!(await step(folder, () => install(folder)))) process.exit(1)
}

const broken: string[] = []
for (const [name, run] of Object.entries(checks)) {
  if (wanted(name) && !(await step(name, run))) broken.push(name)
}

let passed = 0
let failed = 0
for (const group of groups) {
  if (!wanted(group.name)) continue
  const counts = await runGroup(group)
  passed += counts.passed
  failed += counts.failed
}

if (broken.length > 0) write(`\n  failed steps: ${broken.join(', ')}\n`)
write(`\n${passed} passed, ${failed} failed\n`)
process.exitCode = broken.length > 0 || failed > 0 ? 1 : 0
