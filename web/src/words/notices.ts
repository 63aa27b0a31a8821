/** What is said about notices to one's own devices, in Indonesian. */
export const noticesId = {
  title: 'Pemberitahuan',
  intro: 'Kabar dari rumah di ponselmu',
  explanation:
    'Kotakmu mengirim kabar langsung ke perangkat ini. Isinya terkunci: layanan peramban yang mengantarnya tidak bisa membacanya.',
  here: 'Perangkat ini',
  turnOn: 'Izinkan di perangkat ini',
  turnedOn: 'Pemberitahuan menyala di perangkat ini.',
  turnOff: 'Matikan di perangkat ini',
  turnedOff: 'Pemberitahuan dimatikan di perangkat ini.',
  isOn: 'Menyala di perangkat ini.',
  isOff: 'Belum menyala di perangkat ini.',
  trial: 'Kirim percobaan',
  trialSent: 'Percobaan dikirim. Biasanya sampai dalam beberapa detik.',
  cannot: {
    insecure:
      'Peramban hanya mengizinkan pemberitahuan lewat https. Buka kotakmu lewat alamat https; caranya ada di Sertifikat.',
    unsupported: 'Peramban ini tidak bisa menerima pemberitahuan.',
    homeScreen:
      'Di iPhone dan iPad, pasang dulu CatatDuit ke layar utama (Bagikan, lalu Tambah ke Layar Utama), dan buka dari sana.',
    denied:
      'Peramban ini menolak pemberitahuan dari kotakmu. Ubah izinnya di pengaturan peramban, lalu kembali.',
    unready: 'Aplikasi belum tersimpan di peramban ini. Muat ulang halaman, lalu coba lagi.',
    service: 'Layanan peramban untuk pemberitahuan sedang tidak bisa dihubungi. Coba lagi nanti.',
  },
  which: 'Kabar apa',
  kinds: {
    records: 'Catatan baru dari yang lain',
    security: 'Keamanan akunku',
    joins: 'Undangan diterima',
    alarms: 'Kotak bermasalah',
  },
  hints: {
    records: 'Hanya di dompet yang kamu lihat. Beberapa sekaligus jadi satu kabar.',
    security: 'Masuk dari perangkat lain, kata sandi diganti, kunci dibuat.',
    joins: 'Ada yang bergabung lewat undangan keluarga ini.',
    alarms: 'Penyimpanan penuh, jam salah, atau Telegram tidak menjawab.',
  },
  quiet: 'Jam tenang',
  quietHint: 'Yang bisa menunggu baru dikirim sesudahnya. Masalah gawat tetap sampai.',
  from: 'Dari',
  until: 'Sampai',
  devices: 'Perangkatmu',
  noDevices: 'Belum ada perangkat yang menerima kabar.',
  unknownDevice: 'Perangkat',
  added: (when: string) => `ditambahkan ${when}`,
  arrived: (when: string) => `kabar terakhir sampai ${when}`,
  trouble: 'kabar terakhir tidak sampai',
  remove: (name: string) => `Hapus ${name}`,
  removed: 'Perangkat dihapus.',
}

/** The same in English. */
export const noticesEn: typeof noticesId = {
  title: 'Notifications',
  intro: 'News from home on your phone',
  explanation:
    'Your box sends news straight to this device. It is locked: the browser’s service that carries it cannot read it.',
  here: 'This device',
  turnOn: 'Allow on this device',
  turnedOn: 'Notifications are on for this device.',
  turnOff: 'Turn off on this device',
  turnedOff: 'Notifications are off for this device.',
  isOn: 'On for this device.',
  isOff: 'Not on for this device yet.',
  trial: 'Send a trial',
  trialSent: 'The trial was sent. It usually takes a few seconds.',
  cannot: {
    insecure:
      'Browsers allow notifications over https only. Open your box by its https address; Certificate says how.',
    unsupported: 'This browser cannot receive notifications.',
    homeScreen:
      'On iPhone and iPad, add CatatDuit to the home screen first (Share, then Add to Home Screen), and open it from there.',
    denied:
      'This browser refuses notifications from your box. Change that in the browser’s settings, then come back.',
    unready: 'The app is not kept in this browser yet. Load the page again, then try once more.',
    service: 'The browser’s service for notifications cannot be reached at the moment. Try again later.',
  },
  which: 'What about',
  kinds: {
    records: 'New records by others',
    security: 'My account’s safety',
    joins: 'Invitations accepted',
    alarms: 'The box has a trouble',
  },
  hints: {
    records: 'Only in wallets that you see. Several at once are one notice.',
    security: 'A sign-in elsewhere, a changed password, a new key.',
    joins: 'Somebody joined by an invitation to this family.',
    alarms: 'A full disk, a wrong clock, or Telegram not answering.',
  },
  quiet: 'Quiet hours',
  quietHint: 'What can wait is sent afterwards. Grave troubles still arrive.',
  from: 'From',
  until: 'Until',
  devices: 'Your devices',
  noDevices: 'No device receives news yet.',
  unknownDevice: 'Device',
  added: (when: string) => `added ${when}`,
  arrived: (when: string) => `last news arrived ${when}`,
  trouble: 'the last news did not arrive',
  remove: (name: string) => `Remove ${name}`,
  removed: 'The device was removed.',
}
