import type { offlineId } from './offline.id'

/** The same in English. */
export const offlineEn: typeof offlineId = {
  away: 'Not connected to CatatDuit.',
  dataFrom: (when) => `What you see is from ${when}.`,
  queued: (count) => `${String(count)} ${count === 1 ? 'message waits' : 'messages wait'} to be sent`,
  kept: 'Kept here. It is sent by itself once connected.',
  waiting: 'Waiting for a connection. It will be sent by itself.',
  unsure: 'It was sent once before, so it may be recorded already. Look in Transactions first.',
  sendAnyway: 'Send again',
  drop: 'Discard',
  repeated: 'This was recorded before.',
  unsentLeft: (count) =>
    `${String(count)} ${count === 1 ? 'message is' : 'messages are'} not sent yet and will be lost if you sign out now.`,
  leaveAnyway: 'Sign out anyway',
  newVersion: 'A new version is ready.',
  reload: 'Reload',
}
