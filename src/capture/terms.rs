//! The grammar's own small words in one spelling each: prepositions, joiners, verbs that move money between
//! wallets. What things are called is the judge's knowledge, not this file's.

/// The spelling the grammar compares; any other word is itself.
pub(super) fn canonical(word: &str) -> &str {
    match word {
        "pakai" | "pk" | "pke" | "pkai" | "pakek" | "pkek" | "paki" | "pakae" | "gunakan" | "menggunakan"
        | "nganggo" | "ngangge" | "using" | "nganggi" | "memakai" | "makai" | "pakenya" | "nggawe"
        | "pae" => "pake",
        "lewat" | "lwt" | "liwat" | "through" | "melalui" => "via",
        "dr" | "dri" | "from" | "saka" | "seko" | "soko" | "saking" | "dari2" | "daei" => "dari",
        "k" | "menyang" | "kana" | "into" | "kpd" | "kepada" | "kpda" => "ke",
        "dgn" | "dg" | "dng" | "with" | "dngn" => "dengan",
        "utk" | "utuk" | "bwt" | "buat" | "bt" | "for" | "kanggo" | "kangge" | "pikeun" | "nggo" | "unt"
        | "untk" | "buwat" | "jang" | "bua" => "untuk",
        "sm" | "ama" | "karo" | "jeung" | "sareng" | "kaleh" | "kalih" | "sma" | "bareng" | "ambek" => "sama",
        "dn" | "and" | "lan" | "serta" | "n" | "dann" => "dan",
        "trus" | "trs" | "lantas" | "kemudian" | "then" | "teras" | "tuluy" | "banjur" | "lanjut" | "trz"
        | "tros" => "terus",
        "tambah" | "tmbh" | "ditambah" | "tambahan" | "tambahin" | "tambahi" => "plus",
        "tf" | "trf" | "trsf" | "trsfr" | "tranf" | "trfs" | "tfr" | "transper" | "trasfer" | "transfr"
        | "tranfer" | "transfe" | "ngetransfer" | "transferin" | "transferan" | "tfan" | "ditransfer"
        | "mentransfer" | "tranfers" | "ditf" | "nransfer" | "transfers" | "transferred" | "nf" | "tfin" => {
            "transfer"
        }
        "topup" | "topped" | "kuisi" | "tpap" | "tapap" | "topap" | "topop" | "tpup" | "toppup" | "diisi"
        | "keisi" | "diisiin" | "top-up" | "tupup" | "tapup" | "isiulang" | "ngisi" | "isiin" | "isikan"
        | "mengisi" | "tu" => "topup",
        "blm" | "belom" | "blom" | "durung" | "dereng" | "acan" | "belon" => "belum",
        "gak" | "ga" | "ngga" | "nggak" | "enggak" | "tdk" | "tidak" | "kagak" | "ora" | "henteu" | "teu"
        | "mboten" | "g" | "gk" | "ndak" | "not" | "engga" | "nda" | "tak" => "tidak",
        "byr" | "bayer" | "mbayar" | "bayarin" | "bayarkan" | "dibayar" | "mayar" | "pay" | "paid"
        | "pembayaran" | "byar" | "dibayarkan" | "dibayarin" | "membayar" | "bayr" | "naur" | "bayarnya"
        | "byrin" => "bayar",
        "totalnya" | "ttl" | "tot" | "totale" | "totalan" | "jumlah" | "jumlahnya" | "jml" | "semuanya"
        | "semua" | "smua" | "smuanya" | "kabeh" | "kabehe" | "sadayana" | "altogether" | "total2"
        | "sum" | "ttal" | "tottal" | "totl" | "totsl" => "total",
        "jadinya" | "dibulatin" | "dibulatkan" | "digenapin" | "nett" | "netto" | "jatohnya" | "jatuhnya"
        | "jd" | "jdi" | "dadi" | "dadine" | "jadine" | "jdnya" | "jadina" => "jadi",
        "kembalian" | "kembaliannya" | "kembalinya" | "kmbalian" | "susuk" | "susuke" | "susukan"
        | "angsulan" | "pulangan" | "kembalianya" | "kmbali" | "kembalian2" | "angsul" | "kembalen" => {
            "kembalian"
        }
        "diskonan" | "discount" | "disc" | "diskonnya" | "dskon" | "korting" | "didiskon" | "diskn"
        | "disk" => "diskon",
        "adm" | "admin" | "adminnya" | "fee" | "fees" => "admin",
        "debet" | "autodebet" | "autodebit" | "didebet" | "terdebet" | "terdebit" => "debit",
        "bkn" | "dudu" | "sanes" | "lain" => "bukan",
        "tp" | "tpi" | "tapinya" | "melainkan" | "nanging" | "but" => "tapi",
        "masuk" | "msk" | "masuknya" | "mlebu" | "asup" => "masuk",
        "ambil" | "ambl" | "ngambil" | "narik" | "tarik" | "nariq" | "withdraw" | "withdrew" | "trk"
        | "wd" | "ambilin" | "trik" | "penarikan" | "mengambil" | "njupuk" | "jupuk" | "mendet"
        | "nyokot" | "nyandak" | "ditarik" | "tarikan" | "tariktunai" | "cairin" | "cairkan"
        | "mencairkan" => "tarik",
        "setor" | "stor" | "nyetor" | "setoran" | "deposit" | "setorin" | "menyetor" | "setorkan"
        | "nyetorin" => "setor",
        "pindah" | "mindahin" | "pindahin" | "pindahkan" | "geser" | "pndh" | "mindah" | "oper"
        | "dipindah" | "dipindahin" | "pemindahan" | "geserin" | "alihkan" | "move" | "moved" | "tuker"
        | "tukar" | "pindahan" | "dipindahkan" | "ngoper" | "memindahkan" | "kupindah" | "kupindahin"
        | "kupindahkan" | "mindahkan" | "mindahke" | "tak-pindah" => "pindah",
        "nabung" | "tabung" | "menabung" | "nabungin" | "simpen" | "simpan" | "nyimpen" | "nyelengi"
        | "celengan" | "saving" | "sisihkan" | "sisihin" | "nyisihin" | "menyisihkan" | "nyimpan"
        | "disimpan" | "saved" | "save" | "nyelengin" | "nyeleng" | "autosave" | "ditabung" => "nabung",
        "kirim" | "ngirim" | "kirimin" | "mengirim" | "send" | "sent" | "kirimkan" | "krm" | "ngirimin"
        | "krim2" => "kirim",
        "rekening" | "rek" | "rekeningnya" | "norek" | "account" | "rekning" => "rekening",
        "duit" | "duwit" | "uang" | "uwang" | "dwit" | "arto" | "artos" | "acis" | "money" | "doku"
        | "dhuwit" | "uangnya" | "duitnya" => "uang",
        "harganya" | "hrg" | "hrga" | "regane" | "hargana" | "price" | "rego" | "harg" => "harga",
        "masing2" => "masing-masing",
        "cashbacknya" | "cesbek" => "cashback",
        "tup" => "top",
        "seh" => "sih",
        _ => word,
    }
}

/// Prepositions after which a wallet is where the money leaves.
pub(super) const FROM: &[&str] = &[
    "pake", "via", "dari", "dengan", "by", "on", "debit", "bayar", "diskon", "gesek", "kegesek", "digesek",
    "tap", "scan", "cod",
];
/// Prepositions after which a wallet is where the money arrives.
pub(super) const TO: &[&str] =
    &["ke", "masuk", "to", "kedalam", "dalam", "topup", "isi", "ning", "neng", "nang"];
/// Words that may stand between a preposition and a wallet.
pub(super) const BEFORE_WALLET: &[&str] = &[
    "saldo",
    "rekening",
    "akun",
    "app",
    "apps",
    "aplikasi",
    "kartu",
    "debit",
    "atm",
    "qris",
    "qr",
    "bank",
    "ewallet",
    "wallet",
    "dompet",
    "gaji",
    "uang",
    "mbanking",
    "m",
    "banking",
    "mobile",
    "si",
    "e",
    "tabungan",
    "transfer",
    "gesek",
    "scan",
    "digital",
    "virtual",
    "va",
    "elektronik",
    "emoney",
];
/// People in the family; whose wallet it is when it is not one's own.
pub(super) const KIN: &[&str] = &[
    "ibu",
    "ibuk",
    "bu",
    "bapak",
    "bpk",
    "bapa",
    "pak",
    "ayah",
    "papa",
    "papah",
    "papi",
    "mama",
    "mamah",
    "mami",
    "mamak",
    "mamaku",
    "mak",
    "emak",
    "umi",
    "ummi",
    "abi",
    "bunda",
    "adik",
    "adek",
    "dek",
    "ade",
    "kakak",
    "kak",
    "kaka",
    "abang",
    "bang",
    "mas",
    "mbak",
    "mba",
    "om",
    "tante",
    "paman",
    "bibi",
    "nenek",
    "kakek",
    "eyang",
    "mbah",
    "anak",
    "anakku",
    "istri",
    "suami",
    "bojo",
    "pacar",
    "ayang",
    "temen",
    "teman",
    "tmn",
    "sodara",
    "saudara",
    "ponakan",
    "keponakan",
    "sepupu",
    "mertua",
    "cucu",
    "art",
    "bibik",
    "ortu",
    "simbok",
    "bapake",
    "ibuke",
    "si",
    "bos",
    "tetangga",
    "orang",
    "sis",
    "ibunya",
    "adikku",
    "adekku",
    "kakakku",
    "ibuku",
    "bapakku",
    "istriku",
    "suamiku",
    "mom",
    "mum",
    "dad",
    "brother",
    "sister",
    "wife",
    "husband",
    "friend",
    "teh",
    "teteh",
    "aa",
    "kang",
    "uni",
    "uda",
    "ncik",
    "koko",
    "cici",
    "bude",
    "pakde",
    "bulik",
    "paklik",
    "opa",
    "oma",
    "kel",
    "keluarga",
    "rumah",
    "kampung",
    "sopir",
    "supir",
    "pembantu",
    "karyawan",
    "tukang",
    "dia",
    "doi",
];
