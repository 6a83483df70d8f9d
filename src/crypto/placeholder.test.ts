import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPlaceholder, isSample } from './placeholder.ts'

test('what our docs, and others, write where a secret belongs', () => {
  for (const text of [
    'make one with: npx hallpass keys new',
    'Make one with: npx hallpass keys new --name HALLPASS_DASHBOARD_KEY',
    ' make one, 32 bytes',
    '$(npx hallpass keys new)',
    'npx hallpass keys rotate --file .env',
    '<a secret of 32 bytes>',
    '<your-session-secret>\n',
  ]) {
    assert.equal(isPlaceholder(text), true, text)
  }
})

test('words that somebody chose are a secret', () => {
  for (const text of [
    'a secret of 32 bytes, made at random',
    'correct horse battery staple',
    'we make one of these each year',
    'make ones and zeros at random',
    'x<3k>9-and-more-of-such-signs',
    '<half an angle is not a pair',
    'Sb0K1vKf0qYp0n6kq3tYIRBoVv1C0xB5kUuQmJ5m0hA',
  ]) {
    assert.equal(isPlaceholder(text), false, text)
  }
})

test('the values of our own samples, and only they, as they are copied', () => {
  for (const text of [
    '32-random-bytes-from-hallpass-keys-new',
    'the-secret-that-the-provider-gave',
    ' The-Secret-That-The-Provider-Gave\n',
    'what-the-provider-gave-you',
  ]) {
    assert.equal(isSample(text), true, text)
  }
  for (const text of ['the secret that the provider gave', '32-random-bytes', '']) {
    assert.equal(isSample(text), false, text)
  }
})
