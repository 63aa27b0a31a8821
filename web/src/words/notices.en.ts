import type { noticesId } from './notices.id'

/** The same in English. */
export const noticesEn: typeof noticesId = {
  title: 'Notifications',
  intro: 'News from home on your phone',
  explanation:
    'Your box sends news straight to this device. It is locked: the browser’s service that carries it cannot read it.',
  here: 'This device',
  turnOn: 'Allow on this device',
  turnedOn: 'Notifications are on for this device.',
  turnOff: 'Turn off on this device',
  turnedOff: 'Notifications are off for this device.',
  isOn: 'On for this device.',
  isOff: 'Not on for this device yet.',
  thisOne: 'this device',
  inTrial: 'The example family sends no notifications.',
  trial: 'Send a trial',
  trialSent: 'The trial was sent. It usually takes a few seconds.',
  cannot: {
    insecure:
      'Browsers allow notifications over https only. Open your box by its https address. An owner of the family prepares it on the Certificate page.',
    unsupported: 'This browser cannot receive notifications.',
    homeScreen:
      'On iPhone and iPad, add CatatDuit to the home screen first (Share, then Add to Home Screen), and open it from there.',
    denied:
      'This browser refuses notifications from your box. Change that in the browser’s settings, then come back.',
    unready: 'The app is not kept in this browser yet. Load the page again, then try once more.',
    service: 'The browser’s service for notifications cannot be reached at the moment. Try again later.',
  },
  which: 'What about',
  kinds: {
    records: 'New records by others',
    security: 'My account’s safety',
    joins: 'Invitations accepted',
    alarms: 'The box has a trouble',
  },
  hints: {
    records: 'Only in wallets that you see. Several at once are one notice.',
    security: 'A sign-in elsewhere, a changed password, a new key.',
    joins: 'Somebody joined by an invitation to this family.',
    alarms: 'A full disk, a wrong clock, or Telegram not answering.',
  },
  quiet: 'Quiet hours',
  quietHint: 'What can wait is sent afterwards. Grave troubles still arrive.',
  from: 'From',
  until: 'Until',
  sameTimes: 'The two times have to differ.',
  devices: 'Your devices',
  noDevices: 'No device receives news yet.',
  unknownDevice: 'Device',
  added: (when: string) => `added ${when}`,
  arrived: (when: string) => `last news arrived ${when}`,
  trouble: 'the last news did not arrive',
  remove: (name: string) => `Remove ${name}`,
  removed: 'The device was removed.',
}
