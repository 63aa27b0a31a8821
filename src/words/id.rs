//! Indonesian: "kamu" and "kita", short, calm.

use super::{
    Asking, BotTalk, Buttons, Commands, Dates, Fields, Nouns, Reports, Said, Talk, Troubles, Whys, Words,
};
use crate::ledger::Language;

pub(super) static WORDS: Words = Words {
    language: Language::Indonesian,
    dates: Dates {
        weekdays: ["Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"],
        months_short: ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
        months: [
            "Januari",
            "Februari",
            "Maret",
            "April",
            "Mei",
            "Juni",
            "Juli",
            "Agustus",
            "September",
            "Oktober",
            "November",
            "Desember",
        ],
        today: "hari ini",
        yesterday: "kemarin",
        tomorrow: "besok",
        day_unit: "hr",
        hour_unit: "j",
        minute_unit: "m",
    },
    talk: Talk {
        opening_balance: "Saldo awal",
        expense: "Pengeluaran",
        income: "Pemasukan",
        transfer: "Transfer",
        adjustment: "Penyesuaian saldo",
        left: "sisa",
        fee: "biaya",
        several: |count, total| Said::plain(format!("{count} catatan, total ")).strong(total),
        amended: "Sudah diubah.",
        voided: "Sudah dihapus:",
        undone: "Sudah dibatalkan:",
        restored: "Sudah dikembalikan:",
        undone_act: "Sudah dibatalkan.",
        nothing_to_undo: "Tidak ada yang bisa dibatalkan.",
        wallet_of: |name| format!("Dompet {name}"),
        other_wallet: "dompet lain",
        not_recorded: "Oke, tidak dicatat.",
        chat: "Itu belum kubaca sebagai uang masuk atau keluar, jadi tidak dicatat. Contoh: beli bakso 15rb pake gopay",
        cannot_answer: "Pertanyaan itu belum bisa kujawab. Coba /today, /month atau /wallets.",
        balance_set: |wallet, balance, difference| {
            Said::plain(format!("Saldo {wallet} sekarang "))
                .strong(&balance)
                .then(format!(". Selisih {difference} dicatat sebagai penyesuaian."))
        },
        balance_same: |wallet, balance| {
            Said::plain(format!("Saldo {wallet} memang sudah ")).strong(&balance).then(".")
        },
        wallet_added: |wallet, balance| {
            Said::plain(format!("Dompet {wallet} ditambahkan, saldo ")).strong(&balance).then(".")
        },
        wallet_born: |wallets| format!("Dompet baru: {wallets}."),
        learned: |words, meaning| Said::plain("Aku belajar: ").quoted(words).then(format!(" → {meaning}.")),
        this_wallet: |wallet| format!("dompet {wallet}"),
        unlearned: |words| Said::plain("Oke, kulupakan: ").quoted(words).then("."),
        never_again: |words| Said::plain("Oke, tidak akan kupelajari lagi: ").quoted(words).then("."),
        wallets: "Dompet",
        no_wallets: "Belum ada dompet. Tambah dengan /addwallet, misalnya: /addwallet GoPay 100rb",
        total: "Total",
        away_off: |length| format!("Tadi aku mati {length}."),
        away_offline: |length| format!("Tadi internetku putus {length}."),
        caught_up: |recorded, waiting| match (recorded, waiting) {
            (0, 0) => String::new(),
            (recorded, 0) => format!("{recorded} pesan sudah kucatat."),
            (0, waiting) => format!("{waiting} pesan perlu dicek."),
            (recorded, waiting) => format!("{recorded} pesan sudah kucatat, {waiting} perlu dicek."),
        },
    },
    ask: Asking {
        is_it: |amount| Said::plain("Ini maksudnya ").strong(&amount).then("?"),
        no_amount: |what| Said::plain(format!("Berapa harganya {what} tadi?")),
        no_amount_income: |what| Said::plain(format!("Berapa yang masuk dari {what}?")),
        no_amount_transfer: "Berapa yang dipindahkan?",
        which_from: "Dari dompet mana?",
        which_to: "Ke dompet mana?",
        odd_day: |day| format!("Tanggalnya betul {day}?"),
        maybe_not_money: "Ini sudah terjadi dan mau dicatat?",
        total_differs: |total| {
            Said::plain("Kalau dijumlah, hasilnya bukan ").strong(&total).then(". Tetap catat begini?")
        },
        right: "Sudah benar?",
        no_wallet: "dompet belum ada",
        no_amount_yet: "jumlah belum ada",
        new_amount: |what| format!("Jadi berapa untuk {what}? Tulis saja angkanya, misalnya 18rb."),
        new_day: |what| format!("Kapan {what}? Tulis misalnya kemarin, tgl 5, atau 10/11."),
        not_an_amount: "Angkanya belum kubaca. Tulis misalnya 18rb.",
        not_a_day: "Tanggalnya belum kubaca. Tulis misalnya kemarin, tgl 5, atau 10/11.",
    },
    reporting: &super::reporting::INDONESIAN,
    report: Reports {
        decimal_mark: ',',
        income: "Masuk",
        expense: "Keluar",
        net: "Sisa",
        count: |count| format!("{count} catatan"),
        empty_day: "Belum ada catatan.",
        empty_month: "Belum ada catatan.",
        by_month: |name, came, went| format!("{name}, jumlah bulanan: masuk {came}, keluar {went}"),
        biggest: "Terbesar:",
        expense_ratio: |ratio| format!("Rasio pengeluaran {ratio} dari pemasukan"),
        saving_ratio: |ratio| format!("Rasio tabungan {ratio} dari pemasukan"),
        against: "Dibanding sebelumnya:",
        more: |what, amount, part| format!("{what} naik {amount}{part}"),
        less: |what, amount, part| format!("{what} turun {amount}{part}"),
        same: |what| format!("{what} sama"),
        spent: |whose, amount| Said::plain(format!("Keluar {whose}: ")).strong(&amount),
        earned: |whose, amount| Said::plain(format!("Masuk {whose}: ")).strong(&amount),
        moved: |whose, amount| Said::plain(format!("Dipindahkan {whose}: ")).strong(&amount),
        for_category: "untuk",
        by_wallet: "pakai",
    },
    button: Buttons {
        save: "Simpan",
        yes: |amount| format!("Ya, {amount}"),
        cancel: "Batal",
        no: "Bukan",
        category: "Kategori",
        wallet: "Dompet",
        to_wallet: "Ke dompet",
        amount: "Jumlah",
        date: "Tanggal",
        delete: "Hapus",
        undo: "Urungkan",
        restore: "Kembalikan",
        never_again: "Jangan lagi",
        back: "‹ Kembali",
        next: "Lainnya ›",
        previous: "‹ Sebelumnya",
        other_day: "Tanggal lain",
    },
    command: Commands {
        help: "Cara memakai bot ini",
        today: "Ringkasan hari ini",
        month: "Ringkasan bulan ini",
        summary: "Hari ini dan bulan ini",
        wallets: "Dompet dan saldonya",
        add_wallet: "Tambah dompet",
        set_balance: "Setel saldo dompet",
        undo: "Batalkan yang terakhir",
        find: "Cari catatan",
        language: "Ganti bahasa",
        add_wallet_how: "Tulis nama dompetnya, boleh dengan saldo. Contoh: /addwallet GoPay 100rb",
        set_balance_how: "Tulis nama dompet dan saldonya sekarang. Contoh: /setbalance GoPay 250rb",
        find_how: "Tulis yang dicari. Contoh: /cari bakso bulan lalu, atau /cari kategori:makanan >50rb @gopay",
        language_how: "Pilih bahasa: /bahasa id atau /bahasa en",
        unknown: "Perintah itu belum kukenal. Lihat /help.",
        no_such_wallet: |name| format!("Belum ada dompet bernama {name}. Lihat /wallets."),
        month_unreadable: "Bulannya belum kubaca. Contoh: /month 2026-10",
    },
    bot: BotTalk {
        stranger: "Bot ini milik satu keluarga. Minta undangan ke pemiliknya, ya.",
        linked: |name| {
            format!(
                "Hai {name}, Telegram ini sekarang tersambung. Tulis saja pengeluaranmu, contoh: beli bakso 15rb pake gopay"
            )
        },
        link_invalid: "Tautan ini sudah tidak berlaku. Buat yang baru di aplikasi: Lainnya, lalu Telegram.",
        hello: |name| format!("Hai {name}, tulis saja pengeluaranmu. Contoh: beli bakso 15rb pake gopay"),
        help: "Tulis seperti biasa, nanti kucatat:\n\
               · beli bakso 15rb pake gopay\n\
               · kemarin bensin 50rb, parkir 2rb\n\
               · gajian 8,5jt masuk bca\n\
               · transfer 500rb dari bca ke gopay\n\n\
               Salah? Balas pesannya dengan “hapus”, “jadi 18rb” atau “bukan gopay, bca”, atau sunting pesanmu.\n\n\
               /today ringkasan hari ini\n\
               /month ringkasan bulan ini\n\
               /summary keduanya\n\
               /laporan minggu, bulan, atau tahun ini\n\
               /wallets dompet dan saldo\n\
               /addwallet tambah dompet\n\
               /setbalance setel saldo\n\
               /undo batalkan yang terakhir\n\
               /cari cari catatan\n\
               /keluarga anggota keluarga\n\
               /bahasa ganti bahasa\n\
               /keluar putuskan akun ini",
        language_set: "Oke, mulai sekarang pakai bahasa Indonesia.",
        only_text: "Aku baru bisa membaca tulisan. Tulis saja, misalnya: bakso 15rb",
        too_long: "Pesannya terlalu panjang untuk kubaca sekaligus. Kirim dalam beberapa pesan, ya.",
        stale_button: "Tombol ini sudah tidak berlaku.",
        stranger_button: "Tombol ini hanya untuk anggota keluarga.",
        full: |owner| match owner {
            Some(owner) => format!(
                "Belum tersimpan karena penyimpanan penuh. Pesanmu aman, akan kucoba lagi. Hubungi: {owner}."
            ),
            None => "Belum tersimpan karena penyimpanan penuh. Pesanmu aman, akan kucoba lagi.".to_owned(),
        },
        unsettled: |owner| match owner {
            Some(owner) => format!(
                "Penyimpananku terganggu tepat saat mencatat, jadi belum pasti tercatat. Pesanmu aman, akan kucoba \
                 lagi dan tidak akan tercatat dua kali. Hubungi: {owner}."
            ),
            None => {
                "Penyimpananku terganggu tepat saat mencatat, jadi belum pasti tercatat. Pesanmu aman, akan \
                     kucoba lagi dan tidak akan tercatat dua kali."
                    .to_owned()
            }
        },
        broken: |owner| match owner {
            Some(owner) => {
                format!(
                    "Belum tersimpan karena ada gangguan di alatku. Pesanmu aman, akan kucoba lagi. Hubungi: {owner}."
                )
            }
            None => {
                "Belum tersimpan karena ada gangguan di alatku. Pesanmu aman, akan kucoba lagi.".to_owned()
            }
        },
        too_fast: "Pesannya terlalu banyak sekaligus. Yang terakhir belum dicatat. Tunggu sebentar, lalu kirim lagi, ya.",
        lost: "Pesan itu tidak bisa kuolah, jadi belum dicatat. Coba tulis dengan cara lain.",
    },
    export: super::export::INDONESIAN,
    entry: &super::entry::INDONESIAN,
    resources: &super::resources::ID,
    console: &super::console::INDONESIAN,
    finding: &super::finding::ID,
    people: &super::people::ID,
    lasting: &super::lasting::ID,
    linking: &super::linking::ID,
    the_box: &super::box_itself::ID,
    notices: &super::notices::ID,
    backup: &super::backup::ID,
    trust: &super::trust::INDONESIAN,
    trouble: Troubles {
        missing: |what| format!("{what} itu tidak ada."),
        stale: |what| format!("{what} ini baru saja diubah orang lain. Muat ulang, lalu coba lagi."),
        gone: |what| format!("{what} ini sudah tidak berlaku."),
        forbidden: "Peranmu belum boleh melakukan itu. Minta ke pemilik atau orang dewasa di keluarga.",
        unauthenticated: "Masuk dulu, ya.",
        repeated: "Ini sudah dikerjakan. Lihat dulu hasilnya, jangan langsung diulang.",
        too_many: |wait| format!("Terlalu sering dicoba. Tunggu {wait}, lalu coba lagi."),
        full: "Belum tersimpan karena penyimpanan penuh. Catatan yang sudah ada tetap aman.",
        unsettled: "Penyimpanan terganggu tepat saat menyimpan, jadi belum pasti tersimpan. Catatan yang sudah ada \
                    tetap aman. Lihat dulu, lalu ulangi hanya kalau belum ada.",
        broken: "Ada gangguan di alat ini, jadi belum tersimpan. Catatan yang sudah ada tetap aman.",
        invalid: |field, why| format!("{field} {why}. Belum ada yang berubah."),
        nouns: Nouns {
            household: "Keluarga",
            member: "Anggota",
            wallet: "Dompet",
            category: "Kategori",
            transaction: "Catatan",
            draft: "Draf",
            change: "Perubahan",
            link: "Tautan",
            session: "Sesi",
            lesson: "Pelajaran",
            rate: "Kurs",
            token: "Kunci akses",
            passkey: "Passkey",
            tag: "Tag",
        },
        fields: Fields {
            amount: "Jumlah",
            balance: "Saldo",
            category: "Kategori",
            wallet: "Dompet",
            to_wallet: "Dompet tujuan",
            day: "Tanggal",
            description: "Keterangan",
            note: "Catatan",
            name: "Nama",
            password: "Kata sandi",
            code: "Kode",
            household: "Nama keluarga",
            text: "Pesan",
            colour: "Warna",
            icon: "Ikon",
            aliases: "Nama lain",
            currency: "Mata uang",
            rate: "Kurs",
            tag: "Tag",
            other: "Isian",
        },
        why: Whys {
            empty: "masih kosong",
            too_long: |most| format!("lebih panjang dari {most} huruf"),
            too_short: |least| format!("lebih pendek dari {least} huruf"),
            guessable: "terlalu mudah ditebak",
            taken: "sudah dipakai",
            unknown: "belum dikenal di sini",
            amount: "harus lebih dari nol dan masuk akal",
            currency: "memakai mata uang lain",
            same_wallet: "harus dompet yang berbeda",
            misfit: "tidak cocok untuk jenis catatan ini",
            wrong: "tidak cocok",
            last_owner: "milik pemilik terakhir: serahkan dulu ke anggota lain",
            characters: "berisi huruf yang tidak bisa ditulis",
            missing: "belum diisi",
        },
    },
};
