//! How families write in a hurry: short spellings and the words they stand for.

/// The word that a short spelling stands for.
pub(super) fn meant_by(word: &str) -> Option<&'static str> {
    let at = SHORT.binary_search_by(|(short, _)| (*short).cmp(word)).ok()?;
    SHORT.get(at).map(|(_, word)| *word)
}

/// In the order of the alphabet.
const SHORT: [(&str, &str); 84] = [
    ("abis", "habis"),
    ("adek", "adik"),
    ("aer", "air"),
    ("ank", "anak"),
    ("anter", "antar"),
    ("bgs", "bagus"),
    ("bgt", "banget"),
    ("blj", "belanja"),
    ("bljr", "belajar"),
    ("bln", "bulan"),
    ("blnj", "belanja"),
    ("brg", "barang"),
    ("brngkt", "berangkat"),
    ("bsk", "besok"),
    ("bw", "bawa"),
    ("byar", "bayar"),
    ("byr", "bayar"),
    ("dgn", "dengan"),
    ("dket", "dekat"),
    ("dompt", "dompet"),
    ("dpt", "dapat"),
    ("dr", "dari"),
    ("duit", "uang"),
    ("fc", "fotokopi"),
    ("gji", "gaji"),
    ("gofud", "gofood"),
    ("hr", "hari"),
    ("hrg", "harga"),
    ("idup", "hidup"),
    ("jjn", "jajan"),
    ("jln", "jalan"),
    ("kaka", "kakak"),
    ("kalo", "kalau"),
    ("kmrn", "kemarin"),
    ("kntr", "kantor"),
    ("krm", "kirim"),
    ("krn", "karena"),
    ("listrk", "listrik"),
    ("lstrk", "listrik"),
    ("malem", "malam"),
    ("mbl", "mobil"),
    ("mgg", "minggu"),
    ("mingg", "minggu"),
    ("mkn", "makan"),
    ("mlm", "malam"),
    ("mnm", "minum"),
    ("mnt", "minta"),
    ("motr", "motor"),
    ("mtr", "motor"),
    ("obt", "obat"),
    ("pgi", "pagi"),
    ("pkai", "pakai"),
    ("pke", "pakai"),
    ("plg", "pulang"),
    ("pls", "pulsa"),
    ("pnjm", "pinjam"),
    ("prgi", "pergi"),
    ("prkr", "parkir"),
    ("psen", "pesan"),
    ("psr", "pasar"),
    ("rkk", "rokok"),
    ("rmh", "rumah"),
    ("sbn", "sabun"),
    ("sdh", "sudah"),
    ("sklh", "sekolah"),
    ("skul", "sekolah"),
    ("sm", "sama"),
    ("smbako", "sembako"),
    ("srpn", "sarapan"),
    ("sya", "saya"),
    ("tabngn", "tabungan"),
    ("telpon", "telepon"),
    ("tf", "transfer"),
    ("thn", "tahun"),
    ("tlr", "telur"),
    ("tmn", "teman"),
    ("trf", "transfer"),
    ("trnsf", "transfer"),
    ("trnsfr", "transfer"),
    ("utk", "untuk"),
    ("utng", "utang"),
    ("wrg", "warung"),
    ("wrng", "warung"),
    ("yg", "yang"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_leads_to_words_that_stand_for_themselves() {
        assert!(SHORT.is_sorted_by(|one, two| one.0 < two.0));
        for (short, word) in SHORT {
            assert_eq!(meant_by(short), Some(word));
            assert!(meant_by(word).is_none_or(|again| again == word), "{short}, {word}");
        }
        assert_eq!(meant_by("kopi"), None);
    }
}
