//! What the house says about backups: in chats, and on the terminal.

use crate::backup::{BackupError, Step, TroubleKind};

/// What is said about backups. Sizes, moments and names come written for people.
#[derive(Debug)]
pub struct BackupTalk {
    /// What is wrong with them, to their owners; the place follows.
    pub away: fn(&str) -> String,
    pub full: fn(&str) -> String,
    pub unreachable: fn(&str) -> String,
    pub damaged: fn(&str) -> String,
    pub failed: fn(&str) -> String,
    pub mended: &'static str,
    /// What is being done, in front of how far it has come.
    pub copying: &'static str,
    pub packing: &'static str,
    pub storing: &'static str,
    pub fetching: &'static str,
    pub unpacking: &'static str,
    pub checking: &'static str,
    /// Name, size, place.
    pub made: fn(&str, &str, &str) -> String,
    /// None in this place.
    pub none: fn(&str) -> String,
    /// Name, when it was made, size.
    pub line: fn(&str, &str, &str) -> String,
    /// Behind the last one that proved good.
    pub proven: &'static str,
    /// Name, how many changes and records.
    pub good: fn(&str, u64, u64) -> String,
    /// How many were cleared away, how many are left.
    pub cleared: fn(usize, usize) -> String,
    /// Name, when it was made, how many records.
    pub restored: fn(&str, &str, u64) -> String,
    /// A newer one that was no good, and why.
    pub passed_over: fn(&str, &str) -> String,
    pub reverted: &'static str,
    /// The version gone back to.
    pub rolled_back: fn(&str) -> String,
    /// Where its program lies.
    pub old_program: fn(&str) -> String,
    pub no_old_program: &'static str,
    /// In front of the box's own key.
    pub key: &'static str,
    pub key_passphrase: &'static str,
    pub key_recipients: &'static str,
    /// What stands in the way, to whoever gave the command.
    pub no_folder: fn(&str) -> String,
    pub not_mounted: fn(&str) -> String,
    pub no_room: &'static str,
    pub out_of_reach: &'static str,
    pub locked: &'static str,
    pub broken: &'static str,
    pub newer: &'static str,
    pub missing: fn(&str) -> String,
    pub nothing: &'static str,
    pub bad_key: &'static str,
    pub in_use: &'static str,
    pub nothing_before: &'static str,
}

impl BackupTalk {
    /// What owners are told when something is wrong with the backups in that place; none: when it is right again.
    pub fn news(&self, trouble: Option<TroubleKind>, place: &str) -> String {
        match trouble {
            None => self.mended.to_owned(),
            Some(TroubleKind::Away) => (self.away)(place),
            Some(TroubleKind::Full) => (self.full)(place),
            Some(TroubleKind::Unreachable) => (self.unreachable)(place),
            Some(TroubleKind::Damaged) => (self.damaged)(place),
            Some(TroubleKind::Failed) => (self.failed)(place),
        }
    }

    pub const fn step(&self, step: Step) -> &'static str {
        match step {
            Step::Copying => self.copying,
            Step::Packing => self.packing,
            Step::Storing => self.storing,
            Step::Fetching => self.fetching,
            Step::Unpacking => self.unpacking,
            Step::Checking => self.checking,
        }
    }

    /// What is said of an error; none for what is the box's own trouble.
    pub fn trouble(&self, error: &BackupError) -> Option<String> {
        Some(match error {
            BackupError::NoFolder { path } => (self.no_folder)(&path.display().to_string()),
            BackupError::NotMounted { path, .. } => (self.not_mounted)(&path.display().to_string()),
            BackupError::Full => self.no_room.to_owned(),
            BackupError::Unreachable(_) => self.out_of_reach.to_owned(),
            BackupError::Locked => self.locked.to_owned(),
            BackupError::Damaged { .. } => self.broken.to_owned(),
            BackupError::Newer { .. } => self.newer.to_owned(),
            BackupError::Missing { name } => (self.missing)(name),
            BackupError::None => self.nothing.to_owned(),
            BackupError::BadKey { .. } => self.bad_key.to_owned(),
            BackupError::InUse => self.in_use.to_owned(),
            BackupError::NothingBefore => self.nothing_before.to_owned(),
            BackupError::Store(_) | BackupError::Client(_) | BackupError::Io { .. } => return None,
        })
    }
}

pub(super) static ID: BackupTalk = BackupTalk {
    away: |place| {
        format!(
            "Cadangan terakhir belum jadi: {place} tidak ada di tempatnya. Pasang lagi disknya; kotak mencoba lagi tiap \
             jam. Catatan keluarga sendiri aman."
        )
    },
    full: |place| {
        format!(
            "Cadangan terakhir belum jadi: ruang di {place} atau di kotaknya habis. Kosongkan sedikit ruang; kotak \
             mencoba lagi tiap jam. Catatan keluarga sendiri aman."
        )
    },
    unreachable: |place| {
        format!(
            "Cadangan terakhir belum jadi: {place} tidak bisa dihubungi. Periksa jaringan, alamat, dan kuncinya; kotak \
             mencoba lagi tiap jam. Catatan keluarga sendiri aman."
        )
    },
    damaged: |place| {
        format!(
            "Cadangan terbaru di {place} tidak bisa dipakai saat dicoba. Yang sebelumnya tetap disimpan, dan kotak membuat \
             yang baru dalam sejam. Kalau terulang, ganti disknya. Catatan keluarga sendiri aman."
        )
    },
    failed: |place| {
        format!(
            "Cadangan terakhir di {place} belum jadi. Kotak mencoba lagi tiap jam; sebabnya ada di log. Catatan keluarga \
             sendiri aman."
        )
    },
    mended: "Cadangan sudah beres lagi: yang terbaru sudah dicoba dan cocok sampai saldonya.",
    copying: "Menyalin",
    packing: "Memadatkan",
    storing: "Menyimpan",
    fetching: "Mengambil",
    unpacking: "Membuka",
    checking: "Memeriksa",
    made: |name, size, place| format!("Cadangan {name} ({size}) tersimpan di {place}."),
    none: |place| format!("Belum ada cadangan di {place}."),
    line: |name, made, size| format!("{name}  {made}  {size}"),
    proven: "  sudah dicoba",
    good: |name, changes, records| {
        format!("{name} utuh dan cocok: {records} catatan dari {changes} perubahan, sampai saldonya.")
    },
    cleared: |cleared, left| format!("{cleared} cadangan lama dihapus, {left} disimpan."),
    restored: |name, made, records| {
        format!(
            "{name} dari {made} sudah dikembalikan: {records} catatan. Keadaan sebelumnya disimpan; \
             `catatduit backup revert` mengembalikannya."
        )
    },
    passed_over: |name, why| format!("{name} dilewati: {why}"),
    reverted: "Keadaan sebelum cadangan dikembalikan sudah dipakai lagi. Mengulang perintah ini membatalkannya.",
    rolled_back: |version| {
        format!(
            "Catatan dari sebelum pembaruan (versi {version}) dipakai lagi. Yang dicatat sesudahnya disimpan; \
             `catatduit backup revert` mengembalikannya."
        )
    },
    old_program: |path| format!("Sekarang pasang program versi itu: {path}"),
    no_old_program: "Sekarang pasang program versi itu.",
    key: "Kunci cadangan. Tulis di kertas dan simpan jauh dari kotaknya; tanpa ini cadangan tidak bisa dibuka kalau \
          kotaknya hilang:",
    key_passphrase: "Cadangan dibuka dengan kata kunci dari backup.passphrase. Simpan jauh dari kotaknya.",
    key_recipients: "Cadangan dibuka dengan kunci milik backup.recipient. Kunci kotaknya sendiri juga bisa:",
    no_folder: |path| {
        format!(
            "folder {path} tidak ada. Pasang disknya, atau buat foldernya; kotak tidak membuatnya sendiri."
        )
    },
    not_mounted: |path| format!("disk untuk {path} tidak terpasang. Pasang lagi disknya."),
    no_room: "ruangnya habis. Tidak ada yang berubah. Kosongkan sedikit ruang, lalu coba lagi.",
    out_of_reach: "tempat cadangannya tidak bisa dipakai. Periksa disk, jaringan, alamat, dan kuncinya.",
    locked: "cadangan itu tidak terbuka dengan kata kunci atau kunci yang ada. Beri --passphrase-file atau --key-file.",
    broken: "cadangan itu rusak. Coba yang sebelumnya: lihat `catatduit backup list`.",
    newer: "cadangan itu dibuat versi yang lebih baru. Pakai versi itu.",
    missing: |name| format!("tidak ada cadangan {name}. Lihat `catatduit backup list`."),
    nothing: "belum ada cadangan di sana.",
    bad_key: "kunci cadangannya tidak bisa dipakai.",
    in_use: "kotaknya sedang jalan di folder ini. Hentikan dulu.",
    nothing_before: "tidak ada keadaan sebelumnya untuk dikembalikan.",
};

pub(super) static EN: BackupTalk = BackupTalk {
    away: |place| {
        format!(
            "The last backup was not made: {place} is not where it was. Connect the disk again; the box tries every hour. \
             The family's records themselves are safe."
        )
    },
    full: |place| {
        format!(
            "The last backup was not made: there is no room left at {place} or on the box. Free some space; the box tries \
             every hour. The family's records themselves are safe."
        )
    },
    unreachable: |place| {
        format!(
            "The last backup was not made: {place} cannot be reached. Check the network, the address and its keys; the box \
             tries every hour. The family's records themselves are safe."
        )
    },
    damaged: |place| {
        format!(
            "The newest backup at {place} was no good when it was tried. The one before is kept, and the box makes another \
             within the hour. If it happens again, replace the disk. The family's records themselves are safe."
        )
    },
    failed: |place| {
        format!(
            "The last backup at {place} was not made. The box tries every hour; the log says why. The family's records \
             themselves are safe."
        )
    },
    mended: "The backups are well again: the newest was tried, and agrees down to the balances.",
    copying: "Copying",
    packing: "Packing",
    storing: "Storing",
    fetching: "Fetching",
    unpacking: "Unpacking",
    checking: "Checking",
    made: |name, size, place| format!("Backup {name} ({size}) is kept at {place}."),
    none: |place| format!("There is no backup at {place} yet."),
    line: |name, made, size| format!("{name}  {made}  {size}"),
    proven: "  tried out",
    good: |name, changes, records| {
        format!("{name} is whole and agrees: {records} records from {changes} changes, down to the balances.")
    },
    cleared: |cleared, left| format!("{cleared} old backups were removed, {left} are kept."),
    restored: |name, made, records| {
        format!(
            "{name} of {made} was put back: {records} records. What was there before is kept; `catatduit backup revert` \
             brings it back."
        )
    },
    passed_over: |name, why| format!("{name} was passed over: {why}"),
    reverted: "What was there before the backup was put back is in use again. The same command once more undoes this.",
    rolled_back: |version| {
        format!(
            "The records from before the upgrade (version {version}) are in use again. What was recorded since is kept; \
             `catatduit backup revert` brings it back."
        )
    },
    old_program: |path| format!("Now install the program of that version: {path}"),
    no_old_program: "Now install the program of that version.",
    key: "The key to the backups. Write it on paper and keep it far from the box; without it no backup can be opened once \
          the box is gone:",
    key_passphrase: "Backups open with the passphrase of backup.passphrase. Keep it far from the box.",
    key_recipients: "Backups open with the keys of backup.recipient. The box's own key opens them too:",
    no_folder: |path| {
        format!(
            "there is no folder {path}. Connect the disk, or make the folder; the box does not make it by itself."
        )
    },
    not_mounted: |path| format!("the disk of {path} is not connected. Connect it again."),
    no_room: "there is no room left. Nothing was changed. Free some space, then try again.",
    out_of_reach: "the place of the backups cannot be used. Check the disk, the network, the address and its keys.",
    locked: "that backup does not open with the passphrase or keys at hand. Give --passphrase-file or --key-file.",
    broken: "that backup is damaged. Try the one before: see `catatduit backup list`.",
    newer: "that backup was made by a newer version. Use that one.",
    missing: |name| format!("there is no backup {name}. See `catatduit backup list`."),
    nothing: "there is no backup there yet.",
    bad_key: "the key to the backups cannot be used.",
    in_use: "the box is running on this folder. Stop it first.",
    nothing_before: "there is nothing from before to go back to.",
};
