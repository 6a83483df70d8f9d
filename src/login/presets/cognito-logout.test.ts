import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cognito } from './cognito.ts'
import { cognitoLogoutUrl } from './cognito-logout.ts'

const settings = cognito(
  { userPoolId: 'eu-west-1_c7O90SNDF', domain: 'auth.shop.example', clientId: 'client' },
  {},
).resolve(undefined)

test('the logout page gets the client and the sign-out URL, escaped', () => {
  assert.equal(
    cognitoLogoutUrl(settings, 'https://shop.example/bye?a=1&b=2')?.href,
    'https://auth.shop.example/logout?client_id=client' +
      '&logout_uri=https%3A%2F%2Fshop.example%2Fbye%3Fa%3D1%26b%3D2',
  )
})

test('without an authorization endpoint there is no logout page', () => {
  const { metadata: _, ...rest } = settings
  assert.equal(cognitoLogoutUrl(rest, 'https://shop.example/'), undefined)
})
