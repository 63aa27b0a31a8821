import type { NewPasskey, PasskeyOffer, PasskeyQuestion, PasskeyShown } from '../api/types'

/** What a page knows of the address it was opened at. */
export interface Place {
  readonly isSecureContext: boolean
  readonly hostname: string
}

/** Whether browsers offer passkeys at an address: over https or at localhost, and never at a bare number. */
export function isOfferedAt(place: Place): boolean {
  const isNumber = /^[\d.]+$/.test(place.hostname) || place.hostname.startsWith('[')
  return place.isSecureContext && !isNumber
}

/** Whether this browser has them, at this address. */
export function isOfferedHere(): boolean {
  const place = { isSecureContext: window.isSecureContext, hostname: window.location.hostname }
  return 'PublicKeyCredential' in window && isOfferedAt(place)
}

/** Why a device made or found none. */
export type Trouble = 'declined' | 'known'

/** What a browser says by throwing, if it is about passkeys. */
export function troubleOf(error: unknown): Trouble | null {
  if (!(error instanceof DOMException)) return null
  if (error.name === 'InvalidStateError') return 'known'
  return error.name === 'NotAllowedError' || error.name === 'AbortError' ? 'declined' : null
}

/** Has one of the person's devices make a passkey. */
export async function make(offer: PasskeyOffer, name: string): Promise<NewPasskey> {
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: bytesOf(offer.challenge),
      rp: { id: offer.rp_id, name: 'CatatDuit' },
      user: { id: bytesOf(offer.user_id), name: offer.user_name, displayName: offer.user_name },
      pubKeyCredParams: offer.algorithms.map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: offer.known.map((id) => ({ type: 'public-key', id: bytesOf(id) })),
      authenticatorSelection: {
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'required',
      },
      attestation: 'none',
      timeout: offer.timeout_ms,
    },
  })
  const response = responseOf(made, AuthenticatorAttestationResponse)
  return {
    name,
    client_data: textOf(response.clientDataJSON),
    attestation: textOf(response.attestationObject),
  }
}

/** Asks the person's devices for a passkey that they have. */
export async function find(question: PasskeyQuestion): Promise<PasskeyShown> {
  const found = await navigator.credentials.get({
    publicKey: {
      challenge: bytesOf(question.challenge),
      rpId: question.rp_id,
      userVerification: 'required',
      timeout: question.timeout_ms,
    },
  })
  const response = responseOf(found, AuthenticatorAssertionResponse)
  const id = (found as PublicKeyCredential).rawId
  return {
    id: textOf(id),
    client_data: textOf(response.clientDataJSON),
    authenticator_data: textOf(response.authenticatorData),
    signature: textOf(response.signature),
    user_handle: textOf(response.userHandle ?? new ArrayBuffer(0)),
  }
}

function responseOf<T extends AuthenticatorResponse>(credential: Credential | null, kind: new () => T): T {
  if (credential instanceof PublicKeyCredential && credential.response instanceof kind) {
    return credential.response
  }
  throw new DOMException('no passkey came', 'NotAllowedError')
}

/** Bytes in the alphabet for addresses, without padding. */
export function textOf(bytes: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('')
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

export function bytesOf(text: string): ArrayBuffer {
  const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0)).buffer
}
