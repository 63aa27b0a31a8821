/** What the page of the box's figures says, in Indonesian. */
export const figuresId = {
  title: 'Angka kotak',
  intro: 'Memori, disk, suhu, dan kesibukannya sehari ini',
  explanation: (minutes: string) =>
    `Diukur tiap ${minutes} menit sejak kotak menyala, dan disimpan selama sehari. Tidak ada yang keluar dari kotak.`,
  fewTitle: 'Angkanya masih terlalu sedikit',
  fewBody: (minutes: string) =>
    `Kotak baru menyala. Setelah dua kali diukur, kira-kira ${minutes} menit lagi, gambarnya tampil di sini.`,
  since: (at: string) => `Sejak ${at}`,
  names: {
    own_memory: 'Memori CatatDuit',
    memory_free: 'Memori yang masih kosong',
    disk_free: 'Disk yang masih kosong',
    warmth: 'Suhu',
    requests: 'Permintaan',
    failed: 'Permintaan gagal',
    waiting: 'Antrean Telegram',
  },
  hints: {
    own_memory: 'Yang dipakai CatatDuit sendiri.',
    memory_free: 'Yang bisa dipakai program apa pun di kotak ini.',
    disk_free: 'Di disk tempat catatan keluarga.',
    warmth: 'Di dalam kotak. Di atas 80 °C kotak jadi lambat.',
    requests: 'Dari aplikasi dan program keluarga, di antara dua ukuran.',
    failed: 'Yang gagal karena kotaknya sendiri, di antara dua ukuran.',
    waiting: 'Pesan bot yang belum terkirim.',
  },
  range: (least: string, most: string) => `Paling rendah ${least}, paling tinggi ${most}`,
  together: (sum: string) => `Seluruhnya ${sum}`,
  hour: 'Jam',
  least: 'Terendah',
  most: 'Tertinggi',
  sum: 'Jumlah',
  unmeasured: (names: string) => `Tidak bisa diukur di kotak ini: ${names}.`,
}

/** The same in English. */
export const figuresEn: typeof figuresId = {
  title: 'Figures',
  intro: 'Its memory, disk, warmth and work of the last day',
  explanation: (minutes) =>
    `Measured every ${minutes} minutes since the box was started, and kept for a day. Nothing of it leaves the box.`,
  fewTitle: 'Too few figures yet',
  fewBody: (minutes) =>
    `The box was started just now. Once it has been measured twice, in about ${minutes} minutes, the drawings show here.`,
  since: (at) => `Since ${at}`,
  names: {
    own_memory: 'Memory of CatatDuit',
    memory_free: 'Free memory',
    disk_free: 'Free disk',
    warmth: 'Warmth',
    requests: 'Requests',
    failed: 'Failed requests',
    waiting: 'Waiting for Telegram',
  },
  hints: {
    own_memory: 'What CatatDuit itself uses.',
    memory_free: 'What any program on this box may still use.',
    disk_free: 'On the disk that holds the family’s records.',
    warmth: 'Inside the box. Above 80 °C it becomes slow.',
    requests: 'By the app and the family’s programs, between two readings.',
    failed: 'That failed because of the box itself, between two readings.',
    waiting: 'Messages of the bot that are not sent yet.',
  },
  range: (least, most) => `Lowest ${least}, highest ${most}`,
  together: (sum) => `${sum} in all`,
  hour: 'Hour',
  least: 'Lowest',
  most: 'Highest',
  sum: 'Sum',
  unmeasured: (names) => `This box cannot measure: ${names}.`,
}
