/** What the pages say about the family's bot, in Indonesian. */
export const botId = {
  title: 'Bot keluarga',
  label: 'Token dari BotFather',
  hint: 'Disimpan tersegel, dan tidak pernah ditampilkan lagi.',
  steps: [
    'Di Telegram, cari @BotFather, kirim /newbot, lalu beri nama bot keluargamu.',
    'BotFather menjawab dengan token. Tempel di sini.',
  ],
  give: 'Pakai token ini',
  checking: 'Menanyakan ke Telegram…',
  taken: 'Bot sudah bekerja.',
  takenAs: (bot: string) => `@${bot} sudah bekerja.`,
  given: 'Bot sudah punya token.',
  givenAs: (bot: string) => `@${bot} bekerja untuk keluarga ini.`,
  trouble: (why: string) => `Bot belum bisa menerima pesan: ${why}`,
  replace: 'Ganti token',
  remove: 'Lepas bot',
  sure: 'Bot berhenti menjawab sampai ada token lagi. Yang sudah tercatat tetap ada.',
  removed: 'Bot dilepas. Tokennya sudah dihapus dari kotak ini.',
  settings: 'Token bot ada di berkas pengaturan kotak, jadi diganti di sana.',
  off: 'Telegram dimatikan di berkas pengaturan kotak.',
}
