import type { family as familyId, join as joinId } from './family.id'

/** The same in English. */
export const family: typeof familyId = {
  title: 'Family',
  invite: 'Invite somebody',
  role: 'May do',
  roles: { adult: 'Adult', child: 'Child', viewer: 'Viewer' },
  roleHints: {
    adult: 'Records and changes in all of the family’s wallets.',
    child: 'Only wallets of their own and those you pick below. Good for household help, too.',
    viewer: 'Sees all of the family’s wallets, changes nothing.',
  },
  wallets: 'Wallets they may use',
  make: 'Make the invitation',
  steps: 'Send this link, or let them scan the code. It works once.',
  qr: 'QR code of the invitation',
  copy: 'Copy the link',
  copied: 'Copied.',
  expires: (when: string) => `Works until ${when}.`,
  done: 'Done',
  open: 'Open invitations',
  withdraw: 'Withdraw',
  remove: 'Remove',
  leave: 'Leave this family',
  sureRemove: (name: string) => `Remove ${name}? Their records stay, but they cannot sign in any more.`,
  sureLeave: 'Leave this family? Your records stay, but you cannot sign in any more.',
  cancel: 'Cancel',
  sharing: 'Who sees which wallet',
  shared: { full: 'All', monthly_sum: 'By month', private: 'Own' },
  sharedHint: 'By month: the others see the sums of months that are over. Own: only its holder.',
  households: 'Other families',
  switchTo: 'Open',
}

export const join: typeof joinId = {
  title: 'Join',
  offer: (by: string, household: string) => `${by} invites you to ${household}.`,
  name: 'Your name',
  nameHint: 'You sign in with it. Have an account here already? Use the same name and password.',
  password: 'Password, at least 8 letters',
  submit: 'Join',
  gone: 'This invitation works no longer.',
  askAgain: 'Ask the owner of the family for a new one.',
}
