import type { Readings } from './reading'

/** What becomes of what a family writes down. Each sentence is about what the program does, and changes with it. */
export const privacy: Readings = {
  id: {
    since: '2026-11-28',
    intro:
      'CatatDuit berjalan di perangkat keluargamu sendiri. Tidak ada server kami, tidak ada akun pada kami, dan kami tidak menerima apa pun. Yang bertanggung jawab atas datanya adalah pemilik keluarga yang memasang perangkat ini.',
    parts: [
      {
        title: 'Yang disimpan di perangkat ini',
        points: [
          'Catatan uang, kata-kata pesanmu, dompet, kategori, tag, kurs, dan foto yang kamu tambahkan.',
          'Nama, peran, dan bahasa setiap anggota. Kata sandi hanya disimpan sebagai sidik bcrypt, bukan katanya.',
          'Perangkat yang sedang masuk, kunci akses tanpa rahasianya, dan akun Telegram yang disambungkan beserta namanya di sana.',
          'Riwayat setiap perubahan: siapa, kapan, sebelum dan sesudahnya. Karena itu semua bisa diurungkan.',
          'Pelajaran dari koreksimu, misalnya kata mana berarti dompet mana. Semuanya terlihat dan bisa dilupakan.',
        ],
      },
      {
        title: 'Yang keluar dari perangkat ini',
        text: 'Pesanmu dipahami oleh model kecil di perangkat ini, tanpa internet. Tidak ada statistik, iklan, atau laporan kesalahan yang dikirim.',
        points: [
          'Kalau keluarga memakai bot Telegram: pesan ke dan dari bot lewat server Telegram, menurut kebijakan privasi Telegram. Tanpa bot, tidak ada yang ke sana.',
          'Kalau kamu membuat kunci akses: program yang memegangnya bisa membaca sebanyak yang kamu izinkan.',
          'Berkas ekspor pergi ke tempat kamu menyimpannya.',
        ],
      },
      {
        title: 'Siapa yang melihat',
        points: [
          'Anggota keluarga, menurut dompet: semuanya, jumlah per bulan, atau tidak sama sekali. Anak hanya melihat dompet yang diberikan.',
          'Catatan yang dirahasiakan baru terlihat orang lain pada tanggalnya.',
          'Siapa pun yang memegang perangkat ini secara fisik dapat menyalin berkasnya. Simpan di tempat yang kamu percaya.',
          'Isi pesan, nama, jumlah, dan kunci tidak pernah ditulis ke log.',
        ],
      },
      {
        title: 'Di peramban',
        text: 'Satu kuki untuk tetap masuk, dan pengingat bahasa serta tampilan terang atau gelap. Tidak ada pelacak. Keluar menghapus kukinya.',
      },
      {
        title: 'Berapa lama',
        points: [
          'Catatan tetap ada sampai kamu menghapusnya. Yang dihapus menunggu 30 hari di Sampah, lalu isinya hilang selamanya.',
          'Keterangan tempat dan waktu di dalam foto dibuang sebelum fotonya disimpan.',
          'Anggota yang keluar tidak bisa masuk lagi; catatannya tetap menjadi milik keluarga.',
        ],
      },
      {
        title: 'Hakmu',
        text: 'Kamu bisa mengunduh semua catatanmu kapan saja di Pengaturan, memperbaiki dan menghapusnya, mencabut kunci, memutus perangkat, dan keluar dari keluarga. Untuk hal lain, bicarakan dengan pemilik keluarga.',
      },
    ],
  },
  en: {
    since: '2026-11-28',
    intro:
      'CatatDuit runs on your family’s own device. There is no server of ours, no account with us, and we receive nothing. Who answers for the data is the family’s owner, who set this device up.',
    parts: [
      {
        title: 'What is kept on this device',
        points: [
          'Money records, the words of your messages, wallets, categories, tags, rates, and the photos you add.',
          'Each member’s name, role and language. Of a password only a bcrypt hash is kept, never the word.',
          'The devices that are signed in, access keys without their secrets, and linked Telegram accounts with what they are called there.',
          'The history of every change: who, when, before and after. That is why everything can be undone.',
          'What your corrections taught, such as which word means which wallet. All of it shows and can be forgotten.',
        ],
      },
      {
        title: 'What leaves this device',
        text: 'Your messages are understood by a small model on this device, without the internet. No statistics, advertisements or error reports are sent.',
        points: [
          'If the family uses the Telegram bot: messages to and from it pass through Telegram’s servers, under Telegram’s privacy policy. Without a bot, nothing goes there.',
          'If you make an access key: the program that holds it can read as much as you allowed.',
          'An exported file goes where you put it.',
        ],
      },
      {
        title: 'Who sees it',
        points: [
          'The family’s members, wallet by wallet: everything, monthly sums, or nothing. Children only see wallets that were given to them.',
          'A secret record shows to the others on its day.',
          'Whoever holds this device can copy its files. Keep it in a place you trust.',
          'Messages, names, amounts and keys are never written to a log.',
        ],
      },
      {
        title: 'In the browser',
        text: 'One cookie that keeps you signed in, and a note of the language and of light or dark. No trackers. Signing out removes the cookie.',
      },
      {
        title: 'For how long',
        points: [
          'Records stay until you delete them. What is deleted waits in the bin for 30 days; then what it said is gone for good.',
          'Where and when a photo was taken is removed before it is kept.',
          'A member who leaves cannot sign in any more; what they recorded stays the family’s.',
        ],
      },
      {
        title: 'Your rights',
        text: 'You can download all of your records at any time in Settings, correct and delete them, revoke keys, end sessions, and leave the family. For anything else, talk to the family’s owner.',
      },
    ],
  },
}
