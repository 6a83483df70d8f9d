/** Spellings of one path, and an app that takes them all for it. */

/** Spellings that some server or framework takes for `/admin` or something below it. */
export const TRICKS: readonly string[] = [
  '/admin',
  '/admin/',
  '/admin//',
  '/admin/x',
  '/ADMIN',
  '/Admin/X',
  '/aDmIn/',
  '//admin',
  '///admin/x',
  '/./admin',
  '/x/../admin',
  '/public/../admin',
  '/public/../../admin',
  '/public/x/../../admin',
  '/%2e/admin',
  '/%2E%2E/admin',
  '/public/%2e%2e/admin',
  '/public/.%2e/admin',
  '/public/%2e%2e%2fadmin',
  '/public/..%2fadmin',
  '/public/..%2Fadmin',
  '/public/..%5cadmin',
  '/public/..\\admin',
  '/public\\..\\admin',
  '/public/%252e%252e/admin',
  '/public/%252e%252e%252fadmin',
  '/public/..;/admin',
  '/public/..;x=1/admin',
  '/public/;/../admin',
  '/;x/admin',
  '/admin;x',
  '/admin;/x',
  '/admin;.css',
  '/%61dmin',
  '/%61%64%6d%69%6e',
  '/%2561dmin',
  '/admin%2fx',
  '/admin%2Fx',
  '/%2fadmin',
  '/%2F%2Fadmin',
  '/admin%5cx',
  '/admin\\x',
  '\\admin',
  '/admin.',
  '/admin./x',
  '/admin...',
  '/admin%2e',
  '/admin%20',
  '/admin%20/x',
  '/%20admin',
  '/admin%09',
  '/admin%0a',
  '/admin%00',
  '/admin%00.css',
  '/admin%23',
  '/admin%3f',
  '/admin#x',
  '/public#/../admin',
  '/admin?path=/public/x',
  '/admin?/public/',
  '/%c0%afadmin',
  '/public/%c0%ae%c0%ae/admin',
  '/admin%ff',
  '/admin%',
  '/admin%zz',
  '/\u0430dmin',
  '/\uff0fadmin',
  '//evil.example/admin',
  '/public//../admin',
  '/public/.//..//admin',
]

/** Whether any reading of an address, as servers and frameworks have them, is the admin page. */
export function readsAsAdmin(address: string): boolean {
  const [raw = ''] = address.split(/[?#]/)
  const readings = new Set([raw, address])
  for (const reading of readings) {
    if (readings.size > 60) break
    for (const read of READ) {
      try {
        readings.add(read(reading))
      } catch (error) {
        if (!(error instanceof URIError) && !(error instanceof TypeError)) throw error
      }
    }
  }
  return [...readings].some((path) => /^\/admin(\/|$)/.test(path))
}

const READ: readonly ((path: string) => string)[] = [
  (path) => decodeURIComponent(path),
  (path) => path.toLowerCase(),
  (path) => path.replaceAll('\\', '/'),
  (path) => path.replace(/\/{2,}/g, '/'),
  (path) => path.replace(/;[^/]*/g, ''),
  (path) => path.replace(/[\s.]+(?=\/|$)/g, '').replace(/^\/\s+/, '/'),
  (path) => path.replace(/\0.*/, ''),
  (path) => path.replace(/[?#].*/, ''),
  (path) => new URL(path, 'http://x/').pathname,
  (path) => new URL(`http://x${path}`).pathname,
]
