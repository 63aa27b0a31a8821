/** What is said about how the box is, in Indonesian. */
export const boxId = {
  title: 'Kotak',
  intro: 'Apakah CatatDuit di rumah ini sehat',
  looking: 'Kotaknya sedang memeriksa diri. Tunggu beberapa detik.',
  again: 'Periksa lagi',
  allGood: 'Semua yang diperiksa baik.',
  warned: (count: number) => `${String(count)} perlu dilihat.`,
  failed: (count: number) => `${String(count)} tidak beres.`,
  counts: (passed: number, notApplicable: number) =>
    `${String(passed)} baik, ${String(notApplicable)} tidak diperiksa di sini.`,
  troubles: 'Perlu perhatian',
  passed: 'Baik',
  notApplicable: 'Tidak diperiksa di sini',
  verdicts: { pass: 'Baik', warn: 'Perlu dilihat', fail: 'Tidak beres', 'n/a': 'Tidak diperiksa' },
  toDo: 'Yang bisa dilakukan',
  proof: 'Dibuktikan oleh',
  alarms: {
    title: 'Gangguan sekarang',
    none: 'Tidak ada gangguan sekarang.',
    since: (at: string) => `Sejak ${at}.`,
    known: {
      nobody: 'Belum ada yang diberi tahu.',
      owners: (at: string) => `Pemilik diberi tahu ${at}.`,
      handled: 'Ada yang merawat; yang lain tidak diberi tahu lagi.',
    },
    meaning:
      'Kalau kamu yang mengurusnya, tekan tombolnya: yang lain tidak diberi tahu lagi sampai ini beres.',
    seen: 'Sudah kulihat',
    seenOf: (what: string) => `Sudah kulihat: ${what}`,
    seenSaid: 'Oke, yang lain tidak diberi tahu lagi.',
  },
  elsewhere: {
    title: 'Kotak ini dirawat keluarga lain',
    body: 'Catatan keluargamu tetap milikmu. Kalau kotaknya bermasalah, hubungi keluarga yang memasangnya.',
  },
}
