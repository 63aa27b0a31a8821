import type { passkeysId } from './passkeys.id'

/** The same in English. */
export const passkeysEn: typeof passkeysId = {
  title: 'Passkeys',
  intro:
    'Sign in with your device’s fingerprint, face or PIN, without a password and without a code. The secret never leaves the device.',
  notHere:
    'Passkeys do not work at this address. Browsers allow them over https only, or at localhost on the machine itself.',
  none: 'There is no passkey yet.',
  add: 'Add a passkey',
  name: 'Name of the passkey',
  suggestion: 'My phone',
  password: 'Your password',
  next: 'Next',
  cancel: 'Cancel',
  save: 'Save',
  added: 'The passkey was added.',
  renamed: 'The passkey has another name.',
  removed: 'The passkey was removed. Remove it from the device as well if you like.',
  made: (when) => `Made ${when}`,
  used: (when) => `last used ${when}`,
  unused: 'not used yet',
  elsewhere: (origin) => `For ${origin} only`,
  rename: (name) => `Rename ${name}`,
  remove: (name) => `Remove ${name}`,
  signIn: 'Sign in with a passkey',
  trouble: {
    declined: 'The passkey was not used. Try again whenever you like.',
    known: 'This device has a passkey for CatatDuit already.',
  },
}
