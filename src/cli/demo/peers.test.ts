import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { missingPeers } from './peers.ts'

describe('missingPeers', () => {
  test('is empty here, where all are installed', () => {
    assert.deepEqual(missingPeers(), [])
  })

  test('names those that cannot be found', () => {
    const resolve = (name: string) => {
      if (name !== 'express') throw new Error('not found')
    }
    assert.deepEqual(missingPeers(resolve), ['oidc-provider', 'fastify'])
  })
})
