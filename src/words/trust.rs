//! How a family's devices are told to trust a box that vouches for itself. Steps are in HTML.

/// The page that the box shows to a device that does not trust it yet.
#[derive(Debug)]
pub struct TrustTalk {
    pub title: &'static str,
    /// The way to the same page in the other language, in that language.
    pub other_language: &'static str,
    pub why: &'static str,
    pub get: &'static str,
    /// Stands before the root's fingerprint.
    pub compare: &'static str,
    /// A kind of device, and what to do on it.
    pub devices: &'static [(&'static str, &'static [&'static str])],
    pub then_title: &'static str,
    pub then: &'static str,
}

pub(super) static INDONESIAN: TrustTalk = TrustTalk {
    title: "Percayai kotak ini",
    other_language: "In English",
    why: "Kotak CatatDuit di rumah ini membuat sertifikatnya sendiri. Pasang sekali di tiap perangkat, setelah itu \
          peringatannya hilang dan percakapannya terkunci. Sertifikat ini hanya berlaku untuk nama dan alamat jaringan rumah.",
    get: "Unduh sertifikat",
    compare: "Sidik jarinya (SHA-256) harus sama dengan yang ditulis kotaknya saat dinyalakan:",
    devices: &[
        (
            "Android",
            &[
                "Ketuk <b>Unduh sertifikat</b>.",
                "Buka <b>Setelan</b> → <b>Keamanan</b> → <b>Enkripsi &amp; kredensial</b> → <b>Pasang sertifikat</b> → \
                 <b>Sertifikat CA</b>. Tiap merek sedikit beda; cari “sertifikat CA” di Setelan.",
                "Pilih <b>Tetap pasang</b>, lalu berkas <code>catatduit-ca.crt</code>.",
            ],
        ),
        (
            "iPhone dan iPad",
            &[
                "Buka halaman ini di Safari, ketuk <b>Unduh sertifikat</b>, lalu <b>Izinkan</b>.",
                "Buka <b>Pengaturan</b> → <b>Profil Diunduh</b> → <b>Instal</b>.",
                "Buka <b>Pengaturan</b> → <b>Umum</b> → <b>Mengenai</b> → <b>Pengaturan Kepercayaan Sertifikat</b>, lalu \
                 nyalakan CatatDuit.",
            ],
        ),
        (
            "Windows",
            &[
                "Klik <b>Unduh sertifikat</b>, lalu buka berkasnya.",
                "<b>Instal Sertifikat…</b> → <b>Pengguna Saat Ini</b> → <b>Tempatkan semua sertifikat di penyimpanan \
                 berikut</b> → <b>Otoritas Sertifikasi Akar Tepercaya</b>.",
                "Tutup dan buka lagi perambannya.",
            ],
        ),
        (
            "macOS",
            &[
                "Klik <b>Unduh sertifikat</b>, lalu buka berkasnya: masuk ke Akses Rantai Kunci.",
                "Klik dua kali CatatDuit, buka <b>Kepercayaan</b>, pilih <b>Selalu Percayai</b>.",
            ],
        ),
        (
            "Linux",
            &[
                "Debian, Ubuntu, Raspberry Pi OS: unduh <a href=\"/ca.pem\">bentuk PEM-nya</a>, salin ke \
                 <code>/usr/local/share/ca-certificates/catatduit-ca.crt</code>, lalu jalankan \
                 <code>sudo update-ca-certificates</code>.",
                "Chromium dan Chrome: <b>Setelan</b> → <b>Privasi dan keamanan</b> → <b>Keamanan</b> → <b>Kelola \
                 sertifikat</b> → impor di <b>Otoritas</b>.",
            ],
        ),
        (
            "Firefox, di mana pun",
            &[
                "<b>Setelan</b> → <b>Privasi &amp; Keamanan</b> → <b>Lihat Sertifikat…</b> → <b>Otoritas</b> → <b>Impor…</b>, \
               lalu centang kepercayaan untuk situs web.",
            ],
        ),
    ],
    then_title: "Setelah itu",
    then: "Buka <a href=\"/\">CatatDuit</a> lagi. Kalau peringatannya masih ada, tutup perambannya dan coba sekali lagi.",
};

pub(super) static ENGLISH: TrustTalk = TrustTalk {
    title: "Trust this box",
    other_language: "Dalam bahasa Indonesia",
    why: "The CatatDuit box in this home makes its own certificate. Take it in once on each device; from then on there is no \
          warning, and what is said is locked. It is good for names and addresses of a home's network only.",
    get: "Get the certificate",
    compare: "Its fingerprint (SHA-256) must be the one that the box wrote when it was started:",
    devices: &[
        (
            "Android",
            &[
                "Tap <b>Get the certificate</b>.",
                "Open <b>Settings</b> → <b>Security</b> → <b>Encryption &amp; credentials</b> → <b>Install a certificate</b> → \
                 <b>CA certificate</b>. Makers differ a little; search Settings for “CA certificate”.",
                "Choose <b>Install anyway</b>, then the file <code>catatduit-ca.crt</code>.",
            ],
        ),
        (
            "iPhone and iPad",
            &[
                "Open this page in Safari, tap <b>Get the certificate</b>, then <b>Allow</b>.",
                "Open <b>Settings</b> → <b>Profile Downloaded</b> → <b>Install</b>.",
                "Open <b>Settings</b> → <b>General</b> → <b>About</b> → <b>Certificate Trust Settings</b>, and switch \
                 CatatDuit on.",
            ],
        ),
        (
            "Windows",
            &[
                "Click <b>Get the certificate</b>, then open the file.",
                "<b>Install Certificate…</b> → <b>Current User</b> → <b>Place all certificates in the following store</b> → \
                 <b>Trusted Root Certification Authorities</b>.",
                "Close the browser and open it again.",
            ],
        ),
        (
            "macOS",
            &[
                "Click <b>Get the certificate</b>, then open the file: it goes to Keychain Access.",
                "Double-click CatatDuit, open <b>Trust</b>, choose <b>Always Trust</b>.",
            ],
        ),
        (
            "Linux",
            &[
                "Debian, Ubuntu, Raspberry Pi OS: get it <a href=\"/ca.pem\">as PEM</a>, copy it to \
                 <code>/usr/local/share/ca-certificates/catatduit-ca.crt</code>, then run \
                 <code>sudo update-ca-certificates</code>.",
                "Chromium and Chrome: <b>Settings</b> → <b>Privacy and security</b> → <b>Security</b> → <b>Manage \
                 certificates</b> → import under <b>Authorities</b>.",
            ],
        ),
        (
            "Firefox, anywhere",
            &[
                "<b>Settings</b> → <b>Privacy &amp; Security</b> → <b>View Certificates…</b> → <b>Authorities</b> → <b>Import…</b>, \
               then tick trust for websites.",
            ],
        ),
    ],
    then_title: "After that",
    then: "Open <a href=\"/\">CatatDuit</a> again. If the warning is still there, close the browser and try once more.",
};
