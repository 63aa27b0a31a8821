//! Words inside an export.

/// What an archive with a family's data is written with.
#[derive(Debug)]
pub struct ExportTalk {
    /// What is in it, by the household's name and the day.
    pub readme: fn(&str, &str) -> String,
    /// Heads of the table's columns.
    pub columns: [&'static str; 16],
    /// The journal's roots of accounts.
    pub assets: &'static str,
    pub expenses: &'static str,
    pub revenues: &'static str,
    /// The account that openings and adjustments come out of.
    pub equity: &'static str,
    /// Over the balances that the journal asserts.
    pub balances: &'static str,
    /// The tags for who recorded, and for the other person.
    pub by: &'static str,
    pub person: &'static str,
}

pub(super) const INDONESIAN: ExportTalk = ExportTalk {
    readme: |household, day| {
        format!(
            "Data {household} dari CatatDuit, {day}.\n\n\
             transactions.csv  semua catatan, untuk lembar kerja\n\
             journal.hledger   buku besar teks, untuk hledger dan sejenisnya\n\
             *.json            semuanya untuk program: keluarga, anggota, dompet, kategori, kurs, pelajaran,\n\
             \x20                 catatan, tempat sampah (bin.json) dan riwayat (journal.json)\n\
             pictures/         foto-foto, dengan nama yang disebut di tabel dan di transactions.json\n\n\
             Angka *_minor dalam satuan terkecil mata uangnya; rupiah tanpa desimal.\n"
        )
    },
    columns: [
        "id",
        "tanggal",
        "jenis",
        "jumlah",
        "mata uang",
        "kategori",
        "dompet",
        "dompet tujuan",
        "diterima",
        "biaya",
        "keterangan",
        "orang",
        "catatan",
        "tag",
        "dicatat oleh",
        "foto",
    ],
    assets: "aset",
    expenses: "pengeluaran",
    revenues: "pemasukan",
    equity: "modal:penyesuaian",
    balances: "Saldo dompet",
    by: "oleh",
    person: "orang",
};

pub(super) const ENGLISH: ExportTalk = ExportTalk {
    readme: |household, day| {
        format!(
            "Data of {household} from CatatDuit, {day}.\n\n\
             transactions.csv  every record, for spreadsheets\n\
             journal.hledger   a plain-text ledger, for hledger and its relatives\n\
             *.json            everything for programs: household, members, wallets, categories, rates, lessons,\n\
             \x20                 records, the bin (bin.json) and the history (journal.json)\n\
             pictures/         the photos, by the names that the table and transactions.json give\n\n\
             Figures named *_minor are in the currency's smallest unit; the rupiah has no decimals.\n"
        )
    },
    columns: [
        "id",
        "day",
        "type",
        "amount",
        "currency",
        "category",
        "wallet",
        "to wallet",
        "received",
        "fee",
        "description",
        "person",
        "note",
        "tags",
        "recorded by",
        "pictures",
    ],
    assets: "assets",
    expenses: "expenses",
    revenues: "revenues",
    equity: "equity:adjustments",
    balances: "Balances of the wallets",
    by: "by",
    person: "person",
};
