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
}
