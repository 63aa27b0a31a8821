/** What the app says while the appliance cannot be reached, and of a newer version, in Indonesian. */
export const offlineId = {
  away: 'Tidak tersambung ke CatatDuit.',
  dataFrom: (when: string) => `Yang terlihat dari ${when}.`,
  queued: (count: number) => `${String(count)} pesan menunggu dikirim`,
  kept: 'Disimpan di sini. Dikirim sendiri begitu tersambung.',
  waiting: 'Menunggu tersambung. Nanti terkirim sendiri.',
  unsure: 'Tadi sudah sempat dikirim, jadi mungkin sudah tercatat. Cek dulu di Transaksi.',
  sendAnyway: 'Kirim lagi',
  drop: 'Buang',
  repeated: 'Ini sudah tercatat tadi.',
  unsentLeft: (count: number) =>
    `${String(count)} pesan belum terkirim dan akan hilang kalau kamu keluar sekarang.`,
  leaveAnyway: 'Keluar saja',
  newVersion: 'Versi baru siap.',
  reload: 'Muat ulang',
}

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
