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
