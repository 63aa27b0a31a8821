import type { Readings } from './reading'

/** On what terms the program is used. The licences themselves are the law; this says what they mean for a family. */
export const terms: Readings = {
  id: {
    since: '2026-11-28',
    intro:
      'CatatDuit adalah perangkat lunak bebas. Kamu boleh memakai, menyalin, mengubah, dan membagikannya di bawah lisensi MIT atau Apache-2.0, mana yang kamu pilih.',
    parts: [
      {
        title: 'Apa adanya',
        text: 'Program ini dibuat dengan hati-hati, tetapi diberikan apa adanya, tanpa jaminan. Pembuatnya tidak menanggung kerugian karena memakainya. Periksa angka yang penting, dan simpan cadangan.',
      },
      {
        title: 'Bukan nasihat keuangan',
        text: 'CatatDuit mencatat dan menjumlahkan. Ia bukan bank, tidak memegang uang, dan tidak memberi nasihat keuangan, pajak, atau hukum.',
      },
      {
        title: 'Pemilik keluarga',
        points: [
          'memasang dan merawat perangkatnya, dan menentukan siapa yang boleh masuk;',
          'bertanggung jawab atas data anggota keluarga yang disimpan di dalamnya.',
        ],
      },
      {
        title: 'Setiap anggota',
        points: [
          'menjaga kata sandi dan kuncinya sendiri;',
          'hanya mencatat yang boleh diketahui oleh mereka yang melihat dompetnya.',
        ],
      },
      {
        title: 'Layanan orang lain',
        text: 'Bot memakai Telegram, dan syarat Telegram berlaku di sana. Nama dan warna bank serta dompet digital hanya dipakai untuk mengenali dompetmu; pemiliknya tidak ada hubungannya dengan CatatDuit.',
      },
    ],
  },
  en: {
    since: '2026-11-28',
    intro:
      'CatatDuit is free software. You may use, copy, change and share it under the MIT or the Apache-2.0 licence, whichever you choose.',
    parts: [
      {
        title: 'As it is',
        text: 'This program is made with care, and given as it is, without a warranty. Its makers do not answer for loss from using it. Check figures that matter, and keep backups.',
      },
      {
        title: 'No financial advice',
        text: 'CatatDuit records and adds up. It is no bank, holds no money, and gives no financial, tax or legal advice.',
      },
      {
        title: 'The family’s owner',
        points: [
          'sets the device up, looks after it, and decides who may come in;',
          'answers for the data of the family’s members on it.',
        ],
      },
      {
        title: 'Every member',
        points: [
          'keeps their own password and keys;',
          'records only what those who see the wallet may know.',
        ],
      },
      {
        title: 'Services of others',
        text: 'The bot uses Telegram, where Telegram’s terms hold. Names and colours of banks and e-wallets serve only to recognise your wallets; their owners have nothing to do with CatatDuit.',
      },
    ],
  },
}
