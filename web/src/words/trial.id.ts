/** What is said about the example family, in Indonesian. */
export const trialId = {
  title: 'Coba dulu',
  body: 'Lihat-lihat dan catat apa saja di keluarga contoh. Setelah selesai, semuanya hilang tanpa sisa. Paling lama satu jam.',
  begin: 'Buka keluarga contoh',
  making: 'Menyiapkan keluarganya…',
  taken: 'Orang lain sedang melihatnya. Coba lagi sepuluh menit lagi.',
  later: 'Terlalu sering dicoba. Tunggu beberapa menit.',
  closed: 'Keluarga contoh tidak dibuka di kotak ini.',
  failed: 'Belum bisa disiapkan. Coba lagi sebentar lagi.',
  over: 'Contohnya sudah selesai, dan semuanya sudah hilang.',
  banner: 'Ini data contoh. Tidak ada yang disimpan.',
  end: 'Selesai mencoba',
  toBox: 'Ke CatatDuit keluargamu',
}
