/** hallpass, and the same bytes in straightforward calls of `node:crypto`. */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { built } from '../modules.ts'
import type { Pair } from './contestant.ts'

const SECRET = 'the secret of this benchmark, 32+ bytes'

export async function ours(payload: Record<string, unknown>): Promise<Pair[]> {
  const signing = await built<typeof import('../../src/signing.ts')>('signing')
  const sealing = await built<typeof import('../../src/sealing.ts')>('sealing')
  const signer = new signing.TimestampSigner(SECRET)
  const serializer = new signing.URLSafeTimedSerializer(SECRET)
  const manager = new signing.CookieManager({ keys: { billing: SECRET }, maxAge: 3600 })
  const fernet = new sealing.Fernet(randomBytes(32).toString('base64'))
  const sealer = new sealing.Sealer(SECRET, 'bench')
  const text = () => JSON.stringify(payload)
  const age = { maxAge: 3600 }
  return [
    ...bareCalls(text),
    {
      name: 'hallpass TimestampSigner + JSON',
      role: 'ours',
      seals: false,
      write: () => signer.sign(text()),
      read: (token) => JSON.parse(signer.unsign(token, age)),
    },
    {
      name: 'hallpass URLSafeTimedSerializer',
      role: 'ours',
      seals: false,
      write: () => serializer.dumps(payload),
      read: (token) => serializer.loads(token, age),
    },
    {
      name: 'hallpass CookieManager',
      role: 'ours',
      seals: false,
      write: () => manager.sign(payload, 'billing'),
      read(token) {
        const { key_id: _, ...rest } = manager.verify(token)
        return rest
      },
    },
    {
      name: 'hallpass Sealer + JSON',
      role: 'ours',
      seals: true,
      write: () => sealer.seal(text()),
      read: (token) => JSON.parse(sealer.open(token)),
    },
    {
      name: 'hallpass Fernet + JSON',
      role: 'ours',
      seals: true,
      write: () => fernet.encrypt(text()),
      read: (token) => JSON.parse(fernet.decrypt(token, { ttl: 3600 })),
    },
  ]
}

function bareCalls(text: () => string): Pair[] {
  const hmacKey = createSecretKey(randomBytes(20))
  const mac = (value: string) => createHmac('sha1', hmacKey).update(value).digest()
  const aesKey = createSecretKey(randomBytes(32))
  return [
    {
      name: 'bare `node:crypto`: HMAC-SHA1 + JSON',
      role: 'bare',
      seals: false,
      write() {
        const value = text()
        return `${value}.${mac(value).toString('base64url')}`
      },
      read(token) {
        const at = token.lastIndexOf('.')
        const value = token.slice(0, at)
        const given = Buffer.from(token.slice(at + 1), 'base64url')
        return timingSafeEqual(mac(value), given) ? JSON.parse(value) : undefined
      },
    },
    {
      name: 'bare `node:crypto`: AES-256-GCM + JSON',
      role: 'bare',
      seals: true,
      write() {
        const nonce = randomBytes(12)
        const cipher = createCipheriv('aes-256-gcm', aesKey, nonce)
        const sealed = Buffer.concat([
          nonce,
          cipher.update(text()),
          cipher.final(),
          cipher.getAuthTag(),
        ])
        return sealed.toString('base64url')
      },
      read(token) {
        const bytes = Buffer.from(token, 'base64url')
        const decipher = createDecipheriv('aes-256-gcm', aesKey, bytes.subarray(0, 12))
        decipher.setAuthTag(bytes.subarray(-16))
        const opened = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
        return JSON.parse(opened.toString())
      },
    },
  ]
}
