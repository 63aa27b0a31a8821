//! What the house says about what lasts and what goes: deletions, programs that are called, how long things are kept.

/// What is said about deletions and programs that are called.
#[derive(Debug)]
pub struct Lasting {
    /// Who was deleted, in the place of their name.
    pub former_member: &'static str,
    /// What kinds of things are called.
    pub deletion: &'static str,
    pub webhook: &'static str,
    /// What fields are called.
    pub url: &'static str,
    /// What is wrong with a value, after the field's name.
    pub other_name: &'static str,
    pub not_an_address: &'static str,
    pub out_of_reach: &'static str,
    pub no_bot: &'static str,
    pub unchecked: &'static str,
    pub settled: &'static str,
    /// A person is to be deleted: until when it can be called off.
    pub account_asked: fn(&str) -> String,
    pub account_near: fn(&str) -> String,
    pub account_called_off: &'static str,
    /// A household is to be deleted: who asked, its name, and until when it can be called off.
    pub household_asked: fn(&str, &str, &str) -> String,
    pub household_near: fn(&str, &str) -> String,
    pub household_called_off: fn(&str) -> String,
}

pub(super) static ID: Lasting = Lasting {
    former_member: "Mantan anggota",
    deletion: "Penghapusan",
    webhook: "Webhook",
    url: "Alamat",
    other_name: "bukan nama yang harus diketik",
    not_an_address: "bukan alamat http atau https",
    out_of_reach: "tidak boleh dihubungi dari kotak ini",
    no_bot: "tidak diterima Telegram",
    unchecked: "belum bisa diperiksa karena Telegram tidak terjangkau",
    settled: "sudah ditentukan di pengaturan kotak",
    account_asked: |until| {
        format!(
            "Akunmu akan dihapus {until}. Sampai saat itu bisa dibatalkan di Lainnya. Jumlah yang kamu catat \
             tetap ada di hitungan keluarga, kata-katanya tidak."
        )
    },
    account_near: |until| format!("Akunmu dihapus {until}. Masih bisa dibatalkan di Lainnya."),
    account_called_off: "Penghapusan akunmu dibatalkan. Semuanya tetap seperti semula.",
    household_asked: |who, household, until| {
        format!(
            "{who} meminta {household} dihapus dengan semua isinya {until}. Sampai saat itu pemilik bisa \
             membatalkannya di Lainnya. Kalau mau menyimpan salinan, unduh dulu di Lainnya."
        )
    },
    household_near: |household, until| {
        format!("{household} dihapus dengan semua isinya {until}. Pemilik masih bisa membatalkannya.")
    },
    household_called_off: |household| {
        format!("Penghapusan {household} dibatalkan. Semuanya tetap seperti semula.")
    },
};

pub(super) static EN: Lasting = Lasting {
    former_member: "Former member",
    deletion: "The deletion",
    webhook: "The webhook",
    url: "The address",
    other_name: "is not the name that has to be typed",
    not_an_address: "is not an http or https address",
    out_of_reach: "may not be called from this box",
    no_bot: "is not accepted by Telegram",
    unchecked: "could not be checked, because Telegram cannot be reached",
    settled: "is said in the settings of the box already",
    account_asked: |until| {
        format!(
            "Your account will be deleted {until}. Until then it can be called off under More. The amounts you \
             recorded stay in the family's sums, your words do not."
        )
    },
    account_near: |until| {
        format!("Your account will be deleted {until}. It can still be called off under More.")
    },
    account_called_off: "The deletion of your account was called off. Everything is as it was.",
    household_asked: |who, household, until| {
        format!(
            "{who} asked for {household} to be deleted with everything in it {until}. Until then an owner can call \
             it off under More. To keep a copy, download it there first."
        )
    },
    household_near: |household, until| {
        format!("{household} will be deleted with everything in it {until}. An owner can still call it off.")
    },
    household_called_off: |household| {
        format!("The deletion of {household} was called off. Everything is as it was.")
    },
};
