// What hallpass uses of Next.js, so that its types are needed by no one who does not use it.
// The adapter suite runs it on the real Next.js. With `.js`, plain Node finds the files too.
declare module 'next/headers.js' {
  export function headers(): Promise<Headers>
  export function cookies(): Promise<{
    set(cookie: { readonly name: string; readonly value: string }): unknown
  }>
}

declare module 'next/server.js' {
  export class NextResponse extends Response {
    static next(init?: { request: { headers: Headers } }): NextResponse
  }
}
