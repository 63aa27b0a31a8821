//! What the HTTP door says to people, in the languages of the house. A missing sentence does not compile.

use super::problem::{Code, FieldWhy};
use crate::ledger::Language;
use crate::words;

/// A problem in words: what happened, then what was kept and what to do.
pub(super) struct Said {
    pub title: &'static str,
    pub detail: &'static str,
}

const fn said(title: &'static str, detail: &'static str) -> Said {
    Said { title, detail }
}

pub(super) fn problem(code: Code, language: Language) -> Said {
    match language {
        Language::Indonesian => indonesian(code),
        Language::English => english(code),
    }
}

const fn indonesian(code: Code) -> Said {
    match code {
        Code::Malformed => {
            said("Permintaan ini tidak terbaca.", "Tidak ada yang diubah. Periksa isinya, lalu kirim lagi.")
        }
        Code::BadCursor => said("Halaman lanjutan itu tidak dikenal.", "Mulai lagi dari halaman pertama."),
        Code::Unauthenticated => {
            said("Kamu belum masuk.", "Tidak ada yang diubah. Masuk dulu, lalu coba lagi.")
        }
        Code::WrongPassword => {
            said("Nama atau kata sandinya tidak cocok.", "Periksa keduanya, lalu coba lagi.")
        }
        Code::CodeNeeded => said(
            "Tinggal satu langkah: kodenya.",
            "Buka aplikasi autentikatormu dan ketik enam angkanya, atau pakai kode pemulihan.",
        ),
        Code::WrongCode => said(
            "Kodenya tidak cocok.",
            "Tunggu kode berikutnya, lalu coba lagi. Setiap kode hanya sekali pakai.",
        ),
        Code::WrongPasskey => said(
            "Passkey itu belum bisa dipakai masuk.",
            "Coba sekali lagi, atau masuk dengan nama dan kata sandimu.",
        ),
        Code::NoPasskeysHere => said(
            "Passkey tidak bisa dipakai di alamat ini.",
            "Buka CatatDuit lewat alamat https, atau lewat localhost di perangkatnya sendiri.",
        ),
        Code::Forbidden => said(
            "Kamu belum boleh melakukan ini.",
            "Tidak ada yang diubah. Minta tolong pemilik catatan ini.",
        ),
        Code::CrossSite => said(
            "Permintaan ini datang dari situs lain.",
            "Tidak ada yang diubah. Buka CatatDuit langsung, lalu ulangi dari sana.",
        ),
        Code::Missing => said(
            "Yang kamu cari tidak ada.",
            "Mungkin sudah dipindah atau alamatnya salah. Muat ulang daftarnya.",
        ),
        Code::NoSuchAddress => said("Alamat ini tidak ada.", "Daftar alamatnya ada di /api-docs."),
        Code::WrongMethod => said("Alamat ini tidak melayani cara itu.", "Daftar caranya ada di /api-docs."),
        Code::Stale => said(
            "Catatan ini baru saja diubah orang lain.",
            "Perubahanmu belum disimpan. Lihat yang terbaru, lalu ulangi bila masih perlu.",
        ),
        Code::UnderWay => {
            said("Permintaan yang sama sedang dikerjakan.", "Tunggu sebentar, lalu tanyakan lagi hasilnya.")
        }
        Code::Repeated => said(
            "Permintaan ini sudah dikerjakan.",
            "Jawabannya tidak tersimpan lagi. Lihat dulu hasilnya, jangan langsung diulang.",
        ),
        Code::Outdated => said(
            "Versinya sudah bukan yang kamu lihat.",
            "Perubahanmu belum disimpan. Lihat yang terbaru, lalu ulangi bila masih perlu.",
        ),
        Code::KeyReused => said(
            "Kunci permintaan ini sudah dipakai untuk permintaan lain.",
            "Tidak ada yang diubah. Pakai Idempotency-Key yang baru.",
        ),
        Code::Gone => said(
            "Ini sudah selesai atau sudah kedaluwarsa.",
            "Tidak ada yang diubah. Mulai lagi bila masih perlu.",
        ),
        Code::TooLarge => said(
            "Isinya terlalu besar.",
            "Tidak ada yang disimpan. Kirim paling banyak 64 kB, atau 10 MB untuk foto.",
        ),
        Code::NotJson => said("Isinya harus JSON.", "Tidak ada yang diubah. Kirim sebagai application/json."),
        Code::Invalid => {
            said("Ada isian yang belum pas.", "Belum ada yang disimpan. Betulkan, lalu kirim lagi.")
        }
        Code::TooMany => {
            said("Terlalu banyak permintaan dalam waktu singkat.", "Tunggu sebentar, lalu coba lagi.")
        }
        Code::Broken => said(
            "Ada yang tidak beres di kotak ini.",
            "Tidak ada yang diubah. Coba lagi; bila terus begini, beri tahu pemiliknya.",
        ),
        Code::Unsettled => said(
            "Penyimpanan terganggu tepat saat menyimpan.",
            "Belum pasti tersimpan; catatan lama aman. Muat ulang dan lihat dulu, lalu ulangi hanya kalau belum ada.",
        ),
        Code::Unavailable => {
            said("Kotak ini sedang sibuk.", "Tidak ada yang diubah. Coba lagi sebentar lagi.")
        }
        Code::StorageFull => said(
            "Belum tersimpan karena penyimpanan penuh.",
            "Catatan lama aman dan tetap bisa dilihat. Kosongkan penyimpanan, lalu coba lagi.",
        ),
    }
}

const fn english(code: Code) -> Said {
    match code {
        Code::Malformed => {
            said("This request cannot be read.", "Nothing was changed. Check what it says and send it again.")
        }
        Code::BadCursor => said("That next page is not known.", "Start again at the first page."),
        Code::Unauthenticated => {
            said("You are not signed in.", "Nothing was changed. Sign in, then try again.")
        }
        Code::WrongPassword => said("Name and password do not match.", "Check both, then try again."),
        Code::CodeNeeded => said(
            "One more step: the code.",
            "Open your authenticator app and type its six digits, or use a recovery code.",
        ),
        Code::WrongCode => {
            said("The code does not match.", "Wait for the next one, then try again. Each code works once.")
        }
        Code::WrongPasskey => said(
            "That passkey cannot be used to sign in yet.",
            "Try once more, or sign in with your name and password.",
        ),
        Code::NoPasskeysHere => said(
            "Passkeys do not work at this address.",
            "Open CatatDuit over https, or at localhost on its own machine.",
        ),
        Code::Forbidden => {
            said("You may not do this yet.", "Nothing was changed. Ask the owner of this notebook.")
        }
        Code::CrossSite => said(
            "This request came from another site.",
            "Nothing was changed. Open CatatDuit itself and repeat it there.",
        ),
        Code::Missing => said(
            "What you look for is not there.",
            "It may have moved, or the address is wrong. Reload the list.",
        ),
        Code::NoSuchAddress => said("There is no such address.", "The addresses are listed at /api-docs."),
        Code::WrongMethod => {
            said("This address does not serve that.", "What it serves is listed at /api-docs.")
        }
        Code::Stale => said(
            "Someone else has just changed this.",
            "Your change was not saved. Look at the newest, then repeat it if it is still needed.",
        ),
        Code::UnderWay => {
            said("The same request is at work.", "Wait a moment, then ask again what came of it.")
        }
        Code::Repeated => said(
            "This request was done already.",
            "Its answer is no longer kept. Look what came of it before repeating it.",
        ),
        Code::Outdated => said(
            "It is no longer at the version you saw.",
            "Your change was not saved. Look at the newest, then repeat it if it is still needed.",
        ),
        Code::KeyReused => said(
            "This request's key was used for another request.",
            "Nothing was changed. Use a new Idempotency-Key.",
        ),
        Code::Gone => said(
            "This is finished or has expired.",
            "Nothing was changed. Start again if it is still needed.",
        ),
        Code::TooLarge => {
            said("This is too large.", "Nothing was saved. Send at most 64 kB, or 10 MB for a photo.")
        }
        Code::NotJson => {
            said("The content must be JSON.", "Nothing was changed. Send it as application/json.")
        }
        Code::Invalid => {
            said("Something does not fit yet.", "Nothing was saved. Put it right and send it again.")
        }
        Code::TooMany => said("Too many requests in a short time.", "Wait a moment, then try again."),
        Code::Broken => said(
            "Something is wrong with this box.",
            "Nothing was changed. Try again; if it stays, tell the owner.",
        ),
        Code::Unsettled => said(
            "The storage failed just while saving.",
            "It may or may not be saved; earlier records are safe. Reload and look, then repeat it only if it is missing.",
        ),
        Code::Unavailable => said("This box is busy.", "Nothing was changed. Try again in a moment."),
        Code::StorageFull => said(
            "Not saved, because the storage is full.",
            "Earlier records are safe and can be read. Make room, then try again.",
        ),
    }
}

/// When to come back, after [`Code::TooMany`]. Rounded up: a moment too early would be refused again.
pub(super) fn wait(seconds: u32, language: Language) -> String {
    let (count, indonesian, english) = match seconds {
        ..60 => (seconds, "detik", "second"),
        60..5_400 => (seconds.div_ceil(60), "menit", "minute"),
        _ => (seconds.div_ceil(3_600), "jam", "hour"),
    };
    match language {
        Language::Indonesian => format!("Coba lagi {count} {indonesian} lagi."),
        Language::English if count == 1 => format!("Try again in 1 {english}."),
        Language::English => format!("Try again in {count} {english}s."),
    }
}

/// What is wrong with one value.
pub(super) fn why(why: &FieldWhy, language: Language) -> String {
    match language {
        Language::Indonesian => why_indonesian(why),
        Language::English => why_english(why),
    }
}

fn why_indonesian(why: &FieldWhy) -> String {
    match why {
        FieldWhy::Rule(rule) => words::why(words::of(Language::Indonesian), *rule),
        FieldWhy::Unknown => "isian ini tidak dikenal".into(),
        FieldWhy::Type(expected) => format!("harus berupa {}", type_indonesian(expected)),
        FieldWhy::Format(format) => format!("bukan {}", format_indonesian(format)),
        FieldWhy::Least(least) => format!("paling kecil {least}"),
        FieldWhy::Most(most) => format!("paling besar {most}"),
        FieldWhy::FewEntries(least) => format!("paling sedikit {least}"),
        FieldWhy::ManyEntries(most) => format!("paling banyak {most}"),
        FieldWhy::Choice(choices) => format!("harus salah satu dari: {choices}"),
        FieldWhy::Twice => "tidak boleh dobel".into(),
        FieldWhy::Shape => "bentuknya salah".into(),
    }
}

fn why_english(why: &FieldWhy) -> String {
    match why {
        FieldWhy::Rule(rule) => words::why(words::of(Language::English), *rule),
        FieldWhy::Unknown => "there is no such field".into(),
        FieldWhy::Type(expected) => format!("must be {}", type_english(expected)),
        FieldWhy::Format(format) => format!("is not {}", format_english(format)),
        FieldWhy::Least(least) => format!("at least {least}"),
        FieldWhy::Most(most) => format!("at most {most}"),
        FieldWhy::FewEntries(least) => format!("at least {least} of them"),
        FieldWhy::ManyEntries(most) => format!("at most {most} of them"),
        FieldWhy::Choice(choices) => format!("must be one of: {choices}"),
        FieldWhy::Twice => "must not be given twice".into(),
        FieldWhy::Shape => "has the wrong form".into(),
    }
}

fn type_indonesian(expected: &str) -> &'static str {
    match expected {
        "string" => "teks",
        "integer" => "angka bulat",
        "number" => "angka",
        "boolean" => "ya atau tidak",
        "array" => "daftar",
        _ => "objek",
    }
}

fn type_english(expected: &str) -> &'static str {
    match expected {
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        _ => "an object",
    }
}

fn format_indonesian(format: &str) -> &'static str {
    match format {
        "date" => "tanggal seperti 2026-11-22",
        "month" => "bulan seperti 2026-11",
        "date-time" => "waktu seperti 2026-11-22T04:02:11Z",
        "category" => "nama kategori",
        "tag" => "tag dari huruf, angka, dan tanda hubung",
        _ => "pengenal yang benar",
    }
}

fn format_english(format: &str) -> &'static str {
    match format {
        "date" => "a day such as 2026-11-22",
        "month" => "a month such as 2026-11",
        "date-time" => "a time such as 2026-11-22T04:02:11Z",
        "category" => "the slug of a category",
        "tag" => "a tag of letters, digits and hyphens",
        _ => "a valid identifier",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_whole_units_and_never_too_short() {
        let rows = [
            (1, "Coba lagi 1 detik lagi.", "Try again in 1 second."),
            (59, "Coba lagi 59 detik lagi.", "Try again in 59 seconds."),
            (60, "Coba lagi 1 menit lagi.", "Try again in 1 minute."),
            (61, "Coba lagi 2 menit lagi.", "Try again in 2 minutes."),
            (3_600, "Coba lagi 60 menit lagi.", "Try again in 60 minutes."),
            (7_201, "Coba lagi 3 jam lagi.", "Try again in 3 hours."),
        ];
        for (seconds, indonesian, english) in rows {
            assert_eq!(wait(seconds, Language::Indonesian), indonesian);
            assert_eq!(wait(seconds, Language::English), english);
        }
    }
}
