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
