//! What the box says on the terminal where it is started.

/// Sentences of the command line.
#[derive(Debug)]
pub struct Console {
    /// In front of what went wrong, and of each cause under it.
    pub failed: &'static str,
    pub because: &'static str,
    /// In front of a list of what is wrong with the settings.
    pub settings: &'static str,
    /// The box answers at this address.
    pub serving: fn(&str) -> String,
    pub setup_link: fn(&str) -> String,
    /// After a link that was made while no box runs.
    pub start_first: &'static str,
    /// There is no store in this folder.
    pub no_store: fn(&str) -> String,
    /// The name of whom it is for, and the link.
    pub reset_link: fn(&str, &str) -> String,
    /// How somebody signs in.
    pub no_password: &'static str,
    pub password: &'static str,
    pub second_factor: &'static str,
    /// The owner's name, and where to sign in.
    pub set_up: fn(&str, &str) -> String,
    /// An example family runs: its owner's name and password.
    pub example: fn(&str, &str) -> String,
    pub stopped: &'static str,
    /// A running box builds its search index again, in the background.
    pub search_renewing: &'static str,
    /// It was built again, from so many changes.
    pub search_renewed: fn(u64) -> String,
    pub address_in_use: &'static str,
    /// Of a port that only the system's own services may open.
    pub address_not_allowed: &'static str,
    /// Devices have to trust the box first: where they are told how, and the fingerprint to compare.
    pub trust: fn(&str, &str) -> String,
    /// Anybody on the internet can reach the box, and read along.
    pub open: &'static str,
    pub store: StoreTalk,
    pub key: KeyTalk,
    pub signing: SigningTalk,
}

/// What is said about the keys that access tokens are signed with: their ids, and when they were made.
#[derive(Debug)]
pub struct SigningTalk {
    pub none: &'static str,
    pub signs: fn(&str, &str) -> String,
    /// Until when what it signed is taken stands last.
    pub verifies: fn(&str, &str, &str) -> String,
    pub rotated: fn(&str) -> String,
}

/// Why the box's key was not taken up, and what to do. Store and key are untouched in every case.
#[derive(Debug)]
pub struct KeyTalk {
    pub missing: &'static str,
    pub other: &'static str,
    pub not_a_key: &'static str,
    pub unreachable: &'static str,
}

/// Why the family's store was not opened, and what to do. It is untouched in every case.
#[derive(Debug)]
pub struct StoreTalk {
    pub in_use: &'static str,
    pub newer: &'static str,
    pub damaged: &'static str,
    pub not_a_store: &'static str,
    pub not_migrated: &'static str,
    pub unreachable: &'static str,
    pub full: &'static str,
}

pub(super) static INDONESIAN: Console = Console {
    failed: "Gagal",
    because: "karena",
    settings: "pengaturannya perlu dibetulkan dulu.",
    serving: |address| format!("CatatDuit siap di {address}"),
    setup_link: |link| format!("Buka tautan ini untuk memulai. Sekali pakai, berlaku 30 menit:\n  {link}"),
    start_first: "Kotaknya belum jalan. Jalankan `catatduit serve` dulu, lalu buka tautannya.",
    no_store: |folder| {
        format!("belum ada catatan di {folder}. Jalankan `catatduit serve` dulu, atau betulkan --data-dir.")
    },
    reset_link: |name, link| {
        format!(
            "Tautan kata sandi baru untuk {name}. Sekali pakai, berlaku 1 jam. Setelah dipakai, semua perangkatnya harus \
             masuk lagi:\n  {link}"
        )
    },
    no_password: "tanpa kata sandi",
    password: "kata sandi",
    second_factor: "kata sandi dan kode",
    set_up: |owner, address| format!("Sudah siap. {owner} bisa masuk di {address}"),
    example: |owner, password| {
        format!("Ini keluarga contoh, hanya di memori. Masuk sebagai {owner}, kata sandinya: {password}")
    },
    stopped: "Berhenti. Semua catatan tersimpan.",
    search_renewing: "Kotaknya sedang menyusun ulang pencarian. Sementara itu hasil pencarian belum lengkap.",
    search_renewed: |changes| format!("Pencarian sudah disusun ulang dari {changes} perubahan."),
    address_in_use: "alamatnya sedang dipakai program lain. Pilih yang lain, misalnya --listen 0.0.0.0:8081.",
    address_not_allowed: "sistemnya belum mengizinkan port itu. Jalankan sebagai layanan (install.sh), atau pilih port di \
                          atas 1023, misalnya --set tls_listen=0.0.0.0:8443.",
    trust: |page, print| {
        format!(
            "Di tiap perangkat, sekali saja, buka {page} dan ikuti langkahnya. Sidik jari sertifikatnya:\n  {print}"
        )
    },
    open: "PERINGATAN: kotak ini bisa dicapai dari internet tanpa kunci; kata sandi dan catatan bisa dibaca di jalan. Atur \
           tls di config.toml (docs/certificates.md), atau pakai --listen dengan alamat rumah.",
    store: StoreTalk {
        in_use: "catatannya sedang dibuka catatduit lain. Hentikan yang itu dulu.",
        newer: "catatannya ditulis versi yang lebih baru, dan dibiarkan utuh. Jalankan versi itu, atau kembalikan \
                salinan dari versi ini.",
        damaged: "catatannya rusak, dan dibiarkan seperti adanya. Simpan salinannya, lalu kembalikan cadangan \
                  terbaru.",
        not_a_store: "berkas itu bukan catatan CatatDuit, dan dibiarkan seperti adanya. Periksa foldernya, atau \
                      kembalikan cadangan terbaru.",
        not_migrated: "catatannya belum bisa disesuaikan dengan versi ini. Salinan sebelumnya ada di sampingnya. \
                       Jalankan dulu versi yang lama.",
        unreachable: "catatannya tidak bisa dibuka. Tidak ada yang berubah.",
        full: "penyimpanannya penuh. Tidak ada yang berubah. Kosongkan sedikit ruang, lalu coba lagi.",
    },
    key: KeyTalk {
        missing: "kunci kotaknya tidak ada di tempatnya. Kembalikan berkas secret.key, misalnya dari cadangan; kunci \
                  baru tidak bisa membuka rahasia yang lama.",
        other: "kunci ini bukan kunci catatan ini. Kembalikan secret.key yang dipakai sebelumnya.",
        not_a_key: "isi berkas kuncinya bukan kunci: 64 angka heksadesimal. Kembalikan berkas yang benar.",
        unreachable: "kunci kotaknya tidak bisa dibaca. Periksa pemilik dan izin berkasnya.",
    },
    signing: SigningTalk {
        none: "Belum ada kunci token. Kotaknya membuat yang pertama saat dijalankan.",
        signs: |id, created| format!("{id}  dibuat {created}  menandatangani"),
        verifies: |id, created, expires| format!("{id}  dibuat {created}  masih diterima sampai {expires}"),
        rotated: |id| {
            format!(
                "Kunci token diganti: {id} menandatangani mulai sekarang. Token yang lama berlaku sampai habis."
            )
        },
    },
};

pub(super) static ENGLISH: Console = Console {
    failed: "Failed",
    because: "because",
    settings: "the settings have to be mended first.",
    serving: |address| format!("CatatDuit is ready at {address}"),
    setup_link: |link| format!("Open this link to begin. It works once, for 30 minutes:\n  {link}"),
    start_first: "The box is not running. Start `catatduit serve` first, then open the link.",
    no_store: |folder| {
        format!("there are no records in {folder} yet. Start `catatduit serve` first, or mend --data-dir.")
    },
    reset_link: |name, link| {
        format!(
            "A link to a new password for {name}. It works once, for an hour. When it is used, all of their devices have \
             to sign in again:\n  {link}"
        )
    },
    no_password: "no password",
    password: "password",
    second_factor: "password and code",
    set_up: |owner, address| format!("All set. {owner} can sign in at {address}"),
    example: |owner, password| {
        format!("This is an example family, in memory only. Sign in as {owner}, password: {password}")
    },
    stopped: "Stopped. Every record is kept.",
    search_renewing: "The box is making its search anew. Until it is done, searches may miss something.",
    search_renewed: |changes| format!("The search was made anew from {changes} changes."),
    address_in_use: "another program uses that address. Choose another, such as --listen 0.0.0.0:8081.",
    address_not_allowed: "the system does not allow that port. Run it as a service (install.sh), or choose a port above \
                          1023, such as --set tls_listen=0.0.0.0:8443.",
    trust: |page, print| {
        format!(
            "On each device, once, open {page} and follow the steps. The certificate's fingerprint:\n  {print}"
        )
    },
    open: "WARNING: this box can be reached from the internet without a lock; passwords and records can be read on the way. \
           Set tls in config.toml (docs/certificates.md), or use --listen with an address of your home.",
    store: StoreTalk {
        in_use: "another catatduit has the records open. Stop that one first.",
        newer: "the records were written by a newer version, and were left whole. Start that version, or put back \
                a copy made by this one.",
        damaged: "the records are damaged, and were left as they are. Keep a copy of them, then put back the newest \
                  backup.",
        not_a_store: "that file holds no records of CatatDuit, and was left as it is. Check the folder, or put back \
                      the newest backup.",
        not_migrated: "the records could not be brought up to this version. A copy from before lies beside them. \
                       Start the older version for now.",
        unreachable: "the records cannot be opened. Nothing was changed.",
        full: "the storage is full. Nothing was changed. Free some space, then try again.",
    },
    key: KeyTalk {
        missing: "the box's key is not where it was. Put secret.key back, for example from a backup; a new key cannot \
                  open the old secrets.",
        other: "this key does not belong to these records. Put back the secret.key that was used before.",
        not_a_key: "the key's file does not hold a key: 64 hexadecimal digits. Put the right file back.",
        unreachable: "the box's key cannot be read. Check the owner and the mode of its file.",
    },
    signing: SigningTalk {
        none: "There is no key for tokens yet. The box makes the first one when it is started.",
        signs: |id, created| format!("{id}  made {created}  signs"),
        verifies: |id, created, expires| format!("{id}  made {created}  taken until {expires}"),
        rotated: |id| {
            format!("Tokens have another key: {id} signs from now on. Older tokens work until they end.")
        },
    },
};
