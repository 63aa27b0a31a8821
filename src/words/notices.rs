//! What the house says on a phone that is not looked at: notices, short enough for a locked screen.

/// What notices say. A title, and a sentence below it.
#[derive(Debug)]
pub struct Notices {
    /// What a device is called, and the hours in which nothing is told.
    pub device: &'static str,
    pub quiet: &'static str,
    pub trial: (&'static str, &'static str),
    /// Who recorded, and how much.
    pub recorded: fn(&str, &str) -> String,
    /// How many records others made; the newest stands below.
    pub recorded_several: fn(usize) -> String,
    pub joined: fn(&str) -> String,
    pub joined_body: fn(&str) -> String,
    /// What happened to a person's own way in.
    pub security: &'static str,
    /// By the stable name of what happened, and where it came from, where that is known.
    pub happened: fn(&str, Option<&str>) -> String,
    pub not_you: &'static str,
    pub alarm: &'static str,
    pub alarm_over: &'static str,
    /// A trouble of the box in a few words, by its place among the rules.
    pub alarms: [&'static str; 12],
}

pub(super) static ID: Notices = Notices {
    device: "Perangkat",
    quiet: "Jam tenang",
    trial: ("Pemberitahuan sampai", "Begini nanti kabar dari rumah terlihat."),
    recorded: |who, amount| format!("{who} mencatat {amount}"),
    recorded_several: |count| format!("{count} catatan baru"),
    joined: |who| format!("{who} bergabung"),
    joined_body: |household| format!("Undanganmu ke {household} diterima."),
    security: "Keamanan akunmu",
    happened: |code, device| {
        let what = match code {
            "sign_in" => "Akunmu masuk",
            "change_password" => "Kata sandimu diganti",
            "turn_on_totp" => "Kode kedua dinyalakan",
            "turn_off_totp" => "Kode kedua dimatikan",
            "renew_recovery_codes" => "Kode cadanganmu diganti",
            "use_recovery_code" => "Kode cadanganmu dipakai",
            "add_passkey" => "Passkey ditambahkan",
            "remove_passkey" => "Passkey dihapus",
            "make_reset" => "Tautan kata sandi baru dibuat untukmu",
            "use_reset" => "Kata sandimu diganti lewat tautan",
            "make_key" => "Kunci akses dibuat",
            "link_chat" => "Telegram disambungkan ke akunmu",
            "unlink_chat" => "Satu akun Telegrammu diputus",
            "hold_off" => "Banyak percobaan masuk ke akunmu ditahan",
            _ => "Ada perubahan di akunmu",
        };
        device.map_or_else(|| format!("{what}."), |device| format!("{what}: {device}."))
    },
    not_you: "Bukan kamu? Buka Keamanan.",
    alarm: "Kotak perlu dilihat",
    alarm_over: "Sudah beres",
    alarms: [
        "Ruang penyimpanan hampir habis",
        "Catatan tidak bisa ditulis",
        "Jam kotak salah",
        "Memori kotak hampir habis",
        "Kotaknya panas",
        "Penyimpanan hampir aus",
        "Pesan bot tertahan",
        "Telegram tidak menjawab",
        "Banyak permintaan gagal",
        "Pencarian tertinggal",
        "Sertifikat perlu diperbarui",
        "Cadangan bermasalah",
    ],
};

pub(super) static EN: Notices = Notices {
    device: "The device",
    quiet: "Quiet hours",
    trial: ("Notices arrive", "This is how news from home will look."),
    recorded: |who, amount| format!("{who} recorded {amount}"),
    recorded_several: |count| format!("{count} new records"),
    joined: |who| format!("{who} joined"),
    joined_body: |household| format!("Your invitation to {household} was accepted."),
    security: "Your account's safety",
    happened: |code, device| {
        let what = match code {
            "sign_in" => "Your account signed in",
            "change_password" => "Your password was changed",
            "turn_on_totp" => "The second code was turned on",
            "turn_off_totp" => "The second code was turned off",
            "renew_recovery_codes" => "Your recovery codes were replaced",
            "use_recovery_code" => "A recovery code of yours was used",
            "add_passkey" => "A passkey was added",
            "remove_passkey" => "A passkey was removed",
            "make_reset" => "A link for a new password was made for you",
            "use_reset" => "Your password was changed by a link",
            "make_key" => "An access key was made",
            "link_chat" => "Telegram was linked to your account",
            "unlink_chat" => "A Telegram account of yours was unlinked",
            "hold_off" => "Many tries to sign in to your account were held off",
            _ => "Something about your account changed",
        };
        device.map_or_else(|| format!("{what}."), |device| format!("{what}: {device}."))
    },
    not_you: "Not you? Open Security.",
    alarm: "The box needs a look",
    alarm_over: "It is over",
    alarms: [
        "The disk is nearly full",
        "Records cannot be written",
        "The box's clock is wrong",
        "The box is short of memory",
        "The box is hot",
        "The storage is nearly worn out",
        "The bot's messages are held up",
        "Telegram does not answer",
        "Many requests failed",
        "The search is behind",
        "The certificate needs renewing",
        "Backups have a trouble",
    ],
};
