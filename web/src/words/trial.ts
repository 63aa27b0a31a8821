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

/** The same in English. */
export const trialEn: typeof trialId = {
  title: 'Try it first',
  body: 'Look around and write down what you like in an example family. When you are done, all of it is gone without a trace. It lasts an hour at most.',
  begin: 'Open the example family',
  making: 'Preparing the family…',
  taken: 'Somebody else is looking at it. Try again in ten minutes.',
  later: 'Tried too often. Wait some minutes.',
  closed: 'This box shows no example family.',
  failed: 'It could not be prepared. Try again in a moment.',
  over: 'The example is over, and all of it is gone.',
  banner: 'These are examples. Nothing is kept.',
  end: 'Done trying',
  toBox: 'To your family’s CatatDuit',
}
