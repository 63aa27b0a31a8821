//! The checklist: each item once, with the one check that decides it.

use super::checks::{certificate, doors, infrastructure, memory, security, telegram};
use super::finding::{Both, Finding, Ruling, Verdict};
use super::seen::Seen;

/// A row of the checklist.
pub(super) struct Item {
    /// `S1`.
    pub(super) id: &'static str,
    id_title: &'static str,
    en_title: &'static str,
    check: Check,
}

enum Check {
    /// Looked at, here and now.
    Live(fn(&Seen) -> Ruling),
    /// Cannot be seen on a box: a document or a test of the source proves it.
    Proven(&'static str),
    /// Does not concern a box at home, for this reason, in Indonesian and English.
    NotHere(&'static str, &'static str),
    /// This version cannot do it yet.
    Lacking,
}

const MANUAL: &str = "docs/doctor.md";

impl Item {
    pub(super) fn find(&self, seen: &Seen) -> Finding {
        let (ruling, proof) = match self.check {
            Check::Live(check) => (check(seen), None),
            Check::Proven(by) => (
                Ruling::none(Both {
                    id: "tidak bisa diperiksa di kotak; dibuktikan di sumbernya".to_owned(),
                    en: "cannot be checked on a box; proven in the source".to_owned(),
                }),
                Some(by.to_owned()),
            ),
            Check::NotHere(id, en) => (Ruling::none(Both { id: id.to_owned(), en: en.to_owned() }), None),
            Check::Lacking => (
                Ruling {
                    verdict: Verdict::Warn,
                    evidence: Both {
                        id: "versi ini belum bisa melakukannya".to_owned(),
                        en: "this version cannot do it yet".to_owned(),
                    },
                    advice: Some(Both {
                        id: "lihat CHANGELOG.md di versi berikutnya".to_owned(),
                        en: "look into CHANGELOG.md of the next version".to_owned(),
                    }),
                },
                None,
            ),
        };
        Finding {
            item: self.id.to_owned(),
            title: Both { id: self.id_title.to_owned(), en: self.en_title.to_owned() },
            verdict: ruling.verdict,
            evidence: ruling.evidence,
            advice: ruling.advice,
            proof,
            manual: format!("{MANUAL}#{}", self.id.to_lowercase()),
        }
    }
}

const fn live(
    id: &'static str,
    id_title: &'static str,
    en_title: &'static str,
    check: fn(&Seen) -> Ruling,
) -> Item {
    Item { id, id_title, en_title, check: Check::Live(check) }
}

const fn proven(id: &'static str, id_title: &'static str, en_title: &'static str, by: &'static str) -> Item {
    Item { id, id_title, en_title, check: Check::Proven(by) }
}

const fn lacking(id: &'static str, id_title: &'static str, en_title: &'static str) -> Item {
    Item { id, id_title, en_title, check: Check::Lacking }
}

const fn not_here(
    id: &'static str,
    id_title: &'static str,
    en_title: &'static str,
    why_id: &'static str,
    why_en: &'static str,
) -> Item {
    Item { id, id_title, en_title, check: Check::NotHere(why_id, why_en) }
}

/// All of it, in its order.
#[rustfmt::skip]
pub(super) static ITEMS: &[Item] = &[
    live("S1", "HTTPS dengan sertifikat yang sah", "HTTPS with a valid certificate", certificate::https),
    live("S2", "Rahasia tersimpan aman", "Secrets stored securely", security::secrets),
    live("S3", "Rahasia di catatan tersegel", "Secrets in the records are sealed", security::sealing),
    live("S4", "Kunci token kuat dan unik", "Token key strong and unique", security::token_keys),
    live("S5", "Pembatasan laju", "Rate limiting", security::rate_limits),
    live("S6", "Masukan diperiksa", "Input is checked", security::input),
    proven("S7", "Tidak ada injeksi SQL", "No SQL injection", "docs/search.md"),
    live("S8", "Header pelindung peramban", "Protective browser headers", security::headers),
    live("S9", "CORS", "CORS", security::cors),
    live("S10", "Webhook terbukti dari Telegram", "Webhook verified", security::webhook_secret),
    proven("S11", "Injeksi prompt", "Prompt injection", "tests/capture/hostile.txt"),
    live("S12", "Kata sandi di-hash dengan bcrypt", "Passwords hashed with bcrypt", security::passwords),
    live("S13", "Sesi", "Sessions", security::sessions),

    lacking("I1", "Docker", "Docker"),
    live("I2", "Basis data", "Database", memory::opened),
    live("I3", "Cache", "Cache", infrastructure::cache),
    live("I4", "Server web", "Web server", infrastructure::web_server),
    not_here("I5", "Penyeimbang beban", "Load balancer",
        "satu kotak cukup untuk satu keluarga; batasnya ada di docs/performance.md",
        "one box is enough for a family; its limits are in docs/performance.md"),
    live("I6", "Ukuran mengikuti mesin", "Sized to the machine", infrastructure::sizing),
    live("I7", "Titik periksa kesehatan", "Health endpoints", infrastructure::health),
    live("I8", "DNS", "DNS", infrastructure::dns),

    live("D1", "Migrasi", "Migrations", memory::migrations),
    proven("D2", "Indeks", "Indexes", "docs/performance.md"),
    live("D3", "Penulisan bersama", "Writes together", memory::writing),
    live("D4", "Cadangan harian otomatis", "Daily automated backups", memory::backups),
    live("D5", "Pemulihan diuji", "Restoration tested", memory::restoration),
    live("D6", "Pemantauan basis data", "Database monitoring", memory::monitoring),

    live("M1", "Log aplikasi", "Application logs", infrastructure::logs),
    live("M2", "Kotak galat", "Error tracking", infrastructure::inbox),
    live("M3", "Pemantauan kinerja", "Performance monitoring", infrastructure::performance),
    live("M4", "Lama menyala", "Uptime monitoring", infrastructure::uptime),
    live("M5", "Aturan peringatan", "Alert rules", infrastructure::alarms),
    live("M6", "Rotasi log", "Log rotation", infrastructure::log_rotation),
    live("M7", "Dasbor metrik", "Metrics dashboard", infrastructure::figures),

    proven("C1", "Alur otomatis", "Pipeline", ".github/workflows/ci.yml"),
    proven("C2", "Pengujian di setiap perubahan", "Tests on every pull request", ".github/workflows/ci.yml"),
    proven("C3", "Linter", "Linting", "tests/run"),
    proven("C4", "Pemindaian keamanan", "Security scanning", "deny.toml"),
    lacking("C5", "Staging otomatis", "Automatic staging"),
    lacking("C6", "Persetujuan manual ke produksi", "Manual approval for production"),
    live("C7", "Jalan kembali", "Rollback", memory::rollback),

    live("T1", "Bot terdaftar di BotFather", "Bot registered with BotFather", telegram::registered),
    live("T2", "Webhook", "Webhook", telegram::inlet),
    live("T3", "Menu perintah", "Commands registered", telegram::menus),
    live("T4", "Pesan yang gagal", "Failed messages", telegram::letters),
    live("T5", "Laju pesan bot", "Bot rate limiting", telegram::pace),

    live("A1", "OpenAPI", "OpenAPI", doors::document),
    live("A2", "Versi API", "API versions", doors::versions),
    live("A3", "Validasi", "Validation", doors::validation),
    live("A4", "Galat yang seragam", "Standard errors", doors::problems),
    live("A5", "Halaman demi halaman", "Pagination", doors::pagination),
    live("A6", "Jawaban yang tidak berubah", "Response caching", doors::caching),

    proven("F1", "Rilis diuji", "Release build tested", "web/e2e"),
    lacking("F2", "Tanda tangan rilis", "Signing"),
    live("F3", "Berkas yang kecil", "Shrinking", doors::shrinking),
    proven("F4", "Laporan galat peramban", "Crash reporting", "tests/api/errors.rs"),
    not_here("F5", "Analitik", "Analytics",
        "tidak ada yang dihitung tentang pemakaian keluarga, dan tidak ada yang keluar dari kotak",
        "nothing is counted of how a family uses it, and nothing leaves the box"),
    proven("F6", "Tautan ke setiap layar", "Deep links", "web/src/pages.ts"),
    proven("F7", "Notifikasi dorong", "Push", "tests/api/push.rs"),

    proven("P1", "Kueri yang cepat", "Queries optimized", "docs/performance.md"),
    live("P2", "Jawaban di bawah 200 ms", "API under 200 ms", infrastructure::quick),
    proven("P3", "Gambar", "Images", "src/picture.rs"),
    live("P4", "Dimuat saat perlu", "Lazy loading", doors::lazy),
    live("P5", "Strategi cache", "Caching strategy", doors::assets),
    not_here("P6", "CDN", "CDN",
        "kotak di rumah tidak memerlukannya; berkasnya siap untuk CDN (lihat P5)",
        "a box at home needs none; its files are ready for one (see P5)"),

    proven("L1", "Kebijakan privasi", "Privacy policy", "web/src/routes/legal/privacy.ts"),
    proven("L2", "Ketentuan layanan", "Terms of service", "web/src/routes/legal/terms.ts"),
    live("L3", "Masa simpan", "Retention", memory::retention),
    proven("L4", "UU PDP dan GDPR", "UU PDP and GDPR", "docs/leaving.md"),
    proven("L5", "Ekspor", "Export", "docs/leaving.md"),
    proven("L6", "Penghapusan akun", "Account deletion", "docs/leaving.md"),

    live("W1", "Dokumentasi API", "API documentation", doors::document),
    proven("W2", "Panduan pemasangan", "Deployment guide", "docs/running.md"),
    proven("W3", "Pemecahan masalah", "Troubleshooting", "docs/doctor.md"),
    proven("W4", "Diagram arsitektur", "Architecture diagram", "ARCHITECTURE.md"),
    proven("W5", "Buku panduan darurat", "Runbook", "docs/runbook.md"),

    proven("B1", "Uji beban", "Load test", "docs/load-test.md"),
    proven("B2", "Audit keamanan", "Security audit", "docs/security-audit.md"),
    proven("B3", "Uji penerimaan", "Acceptance tests", "web/e2e"),
    lacking("B4", "Staging diperiksa", "Staging verified"),
    not_here("B5", "Siap dipakai", "Production ready",
        "inilah jumlah semua butir lain: kode keluar perintah ini mengatakannya",
        "this is the sum of all other items: the exit code of this command says it"),
    live("B6", "Rencana kembali", "Rollback plan", memory::rollback),
    live("B7", "Siaga", "On-call", infrastructure::on_call),

    live("G1", "Tingkat galat", "Error rates", infrastructure::errors),
    live("G2", "Waktu jawab", "Response times", infrastructure::performance),
    live("G3", "Anggota baru", "Sign-ups", memory::sign_ups),
    live("G4", "Jumlah catatan", "Transaction volumes", memory::volumes),
    proven("G5", "Masukan", "Feedback", "tests/api/feedback.rs"),
    proven("G6", "Perbaikan berkelanjutan", "Iteration", "CHANGELOG.md"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// How many items each part of the checklist has.
    const PARTS: [(char, usize); 13] = [
        ('S', 13),
        ('I', 8),
        ('D', 6),
        ('M', 7),
        ('C', 7),
        ('T', 5),
        ('A', 6),
        ('F', 7),
        ('P', 6),
        ('L', 6),
        ('W', 5),
        ('B', 7),
        ('G', 6),
    ];

    #[test]
    fn every_item_is_there_once_and_in_its_order() {
        let ids: Vec<&str> = ITEMS.iter().map(|item| item.id).collect();
        let all: Vec<String> = PARTS
            .iter()
            .flat_map(|(part, count)| (1..=*count).map(move |number| format!("{part}{number}")))
            .collect();
        assert_eq!(ids, all);
        assert_eq!(ids.len(), 89);
    }

    #[test]
    fn what_proves_an_item_is_there_and_the_manual_tells_of_each() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let manual = std::fs::read_to_string(root.join(MANUAL)).unwrap();
        let told: BTreeSet<&str> = manual.lines().filter_map(|line| line.strip_prefix("### ")).collect();
        for item in ITEMS {
            if let Check::Proven(by) = item.check {
                assert!(root.join(by).exists(), "{} names {by}", item.id);
            }
            assert!(told.contains(item.id), "{MANUAL} has no heading `### {}`", item.id);
        }
        assert_eq!(told.len(), ITEMS.len());
    }
}
