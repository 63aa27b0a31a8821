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

/** The same in English. */
export const boxEn: typeof boxId = {
  title: 'The box',
  intro: 'Whether the CatatDuit in this home is well',
  looking: 'The box is looking at itself. This takes some seconds.',
  again: 'Look again',
  allGood: 'All that was looked at is well.',
  warned: (count) => `${String(count)} worth a look.`,
  failed: (count) => `${String(count)} not as it should be.`,
  counts: (passed, notApplicable) => `${String(passed)} well, ${String(notApplicable)} not looked at here.`,
  troubles: 'Worth your attention',
  passed: 'Well',
  notApplicable: 'Not looked at here',
  verdicts: { pass: 'Well', warn: 'Worth a look', fail: 'Not as it should be', 'n/a': 'Not looked at' },
  toDo: 'What can be done',
  proof: 'Proven by',
  alarms: {
    title: 'Troubles now',
    none: 'No troubles now.',
    since: (at) => `Since ${at}.`,
    known: {
      nobody: 'Nobody was told yet.',
      owners: (at) => `Owners were told ${at}.`,
      handled: 'Somebody looks after it; nobody else is told.',
    },
    meaning: 'If you look after it, press the button: nobody else is told until it is over.',
    seen: 'I have seen it',
    seenOf: (what) => `I have seen it: ${what}`,
    seenSaid: 'All right, nobody else is told.',
  },
  elsewhere: {
    title: 'Another family looks after this box',
    body: 'Your family’s records stay yours. When the box has a trouble, ask the family that set it up.',
  },
}
