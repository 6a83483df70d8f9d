/** The methods of a rule: a misspelt one would leave the real one to the next rule. */
import { METHODS } from 'node:http'
import { nearest } from '../options/nearest.ts'

/** What is wrong with the methods of a rule; undefined where nothing is. */
export function methodFault(methods: readonly string[]): string | undefined {
  const wrong = methods.find((method) => !METHODS.includes(method))
  if (wrong === undefined) return undefined
  const near = nearest(wrong, METHODS)
  return `has a method that is none${near === undefined ? '' : `: write ${near}`}`
}
