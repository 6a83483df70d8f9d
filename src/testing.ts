/** `hallpass/testing`: asks an API in a test, and signs visitors in for it. */
export {
  type ApiAnswer,
  type ApiClient,
  type ApiClientOptions,
  type ApiHeaders,
  type ApiRequestOptions,
  apiClient,
} from './testing/client.ts'
export { type FakeClock, fakeClock } from './testing/clock.ts'
export { type CrudTestOptions, crudTest } from './testing/crud.ts'
export type { EndpointOptions } from './testing/endpoint.ts'
export { ApiTestError, type Mismatch } from './testing/failure.ts'
export type { Listener } from './testing/listener.ts'
export { type Attempt, type PrivilegeTestOptions, privilegeTest } from './testing/privilege.ts'
export {
  type FakeProvider,
  type FakeProviderOptions,
  fakeProvider,
} from './testing/provider/provider.ts'
export type { FakeUser } from './testing/provider/user.ts'
export type { Method } from './testing/sending.ts'
export { type SignedInUser, signedIn, type VisitorHeaders } from './testing/signed-in.ts'
export type { ApiTarget, FetchFunction, Injectable } from './testing/target.ts'
