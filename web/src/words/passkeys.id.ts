/** What is said about passkeys, in Indonesian. */
export const passkeysId = {
  title: 'Passkey',
  intro:
    'Masuk dengan sidik jari, wajah, atau PIN perangkatmu, tanpa kata sandi dan tanpa kode. Rahasianya tidak pernah keluar dari perangkat.',
  notHere:
    'Passkey tidak bisa dipakai di alamat ini. Peramban hanya mengizinkannya lewat https, atau lewat localhost di perangkatnya sendiri.',
  none: 'Belum ada passkey.',
  add: 'Tambah passkey',
  name: 'Nama passkey',
  suggestion: 'Ponselku',
  password: 'Kata sandimu',
  next: 'Lanjut',
  cancel: 'Batal',
  save: 'Simpan',
  added: 'Passkey ditambahkan.',
  renamed: 'Nama passkey diganti.',
  removed: 'Passkey dihapus. Hapus juga dari perangkatnya kalau perlu.',
  made: (when: string) => `Dibuat ${when}`,
  used: (when: string) => `terakhir dipakai ${when}`,
  unused: 'belum dipakai',
  elsewhere: (origin: string) => `Hanya untuk ${origin}`,
  rename: (name: string) => `Ganti nama ${name}`,
  remove: (name: string) => `Hapus ${name}`,
  signIn: 'Masuk dengan passkey',
  trouble: {
    declined: 'Passkey tidak jadi dipakai. Coba lagi kapan saja.',
    known: 'Perangkat ini sudah punya passkey untuk CatatDuit.',
  },
}
