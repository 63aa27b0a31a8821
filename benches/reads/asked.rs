//! How each read operation is asked: one row an operation, and no operation without a row.

/// An operation and the queries it is asked with, in turn. What stands in braces is filled in from the household, in
/// turn too.
#[derive(Debug)]
pub(crate) struct Asked {
    /// As the document has it.
    pub(crate) path: &'static str,
    /// What of the household stands where the path has braces.
    pub(crate) thing: &'static str,
    pub(crate) queries: &'static [&'static str],
    /// How often, after a tenth as many times that do not count.
    pub(crate) times: usize,
}

const fn asked(path: &'static str, queries: &'static [&'static str]) -> Asked {
    Asked { path, thing: "", queries, times: 500 }
}

/// One of many things.
const fn one(path: &'static str, thing: &'static str) -> Asked {
    Asked { path, thing, queries: &[""], times: 500 }
}

/// What is sent as long as it takes, of which only the beginning is measured: it is asked for seldom.
const fn begun(path: &'static str) -> Asked {
    Asked { path, thing: "", queries: &[""], times: 3 }
}

impl Asked {
    /// The address to ask, with names in braces.
    pub(crate) fn address(&self, query: &str) -> String {
        let path = match self.path.split_once('{').zip(self.path.split_once('}')) {
            Some(((before, _), (_, after))) => format!("{before}{}{after}", self.thing),
            None => self.path.to_owned(),
        };
        format!("{path}{query}")
    }
}

/// Every read operation of the document.
pub(crate) const ASKED: &[Asked] = &[
    // Looked at once in three seconds, whoever asks.
    asked("/api/v1/doctor", &[""]),
    asked("/api/v1/doctor/readings", &[""]),
    asked("/api/v1/doctor/alarms", &[""]),
    asked("/api/v1/setup", &[""]),
    asked("/api/v1/session", &[""]),
    asked("/api/v1/session/holder", &[""]),
    asked("/api/v1/drafts", &[""]),
    asked(
        "/api/v1/transactions",
        &[
            "",
            "?limit=50",
            "?wallet={wallet}&limit=50",
            "?from={first}&to={last}&limit=50",
            "?category=makanan&type=expense",
        ],
    ),
    one("/api/v1/transactions/{id}", "{transaction}"),
    one("/api/v1/transactions/{id}/changes", "{transaction}"),
    one("/api/v1/transactions/{id}/links", "{transaction}"),
    asked("/api/v1/trash", &[""]),
    asked("/api/v1/lessons", &[""]),
    one("/api/v1/attachments/{id}", "{picture}"),
    one("/api/v1/attachments/{id}/thumbnail", "{picture}"),
    asked("/api/v1/wallets", &["", "?archived=true"]),
    one("/api/v1/wallets/{id}", "{wallet}"),
    one("/api/v1/wallets/{id}/sharing", "{wallet}"),
    one("/api/v1/wallets/{id}/statements", "{card}"),
    asked("/api/v1/sharings", &[""]),
    asked("/api/v1/wallet-templates", &[""]),
    asked("/api/v1/rates", &[""]),
    asked("/api/v1/categories", &["", "?all=true"]),
    one("/api/v1/categories/{slug}", "{slug}"),
    asked("/api/v1/tags", &[""]),
    asked("/api/v1/members", &[""]),
    one("/api/v1/members/{id}", "{member}"),
    asked("/api/v1/invitations", &[""]),
    asked("/api/v1/join", &["?code={code}"]),
    asked("/api/v1/households", &[""]),
    asked("/api/v1/household", &[""]),
    asked("/api/v1/tokens", &[""]),
    asked("/api/v1/sessions", &[""]),
    asked("/api/v1/telegram/links", &[""]),
    asked("/api/v1/account", &[""]),
    asked("/api/v1/passkeys", &[""]),
    asked("/api/v1/reset", &["?code={reset}"]),
    asked("/api/v1/audit", &[""]),
    asked("/api/v1/deletion", &[""]),
    one("/api/v1/receipts/{code}", "{receipt}"),
    asked("/api/v1/household/retention", &[""]),
    asked("/api/v1/backups", &[""]),
    asked("/api/v1/logs", &["", "?level=error"]),
    asked("/api/v1/outages", &[""]),
    asked("/api/v1/errors", &["", "?solved=false"]),
    asked("/api/v1/feedback", &[""]),
    asked("/api/v1/push/key", &[""]),
    asked("/api/v1/push/subscriptions", &[""]),
    asked("/api/v1/push/wishes", &[""]),
    asked("/api/v1/webhooks", &[""]),
    one("/api/v1/webhooks/{id}/deliveries", "{webhook}"),
    asked("/api/v1/summaries/day", &["", "?day={first}"]),
    asked("/api/v1/summaries/month", &["", "?month={month}"]),
    asked(
        "/api/v1/reports/period",
        &[
            "",
            "?period=day&day={first}",
            "?period=week&day={first}",
            "?period=month&day={first}",
            "?period=year",
            "?from=2026-02-13&to=2026-09-17",
        ],
    ),
    asked("/api/v1/reports/trend", &["?by=month&count=3", "?by=month&count=12", "?by=payday&count=24"]),
    asked("/api/v1/reports/comparison", &["?period=month&day={first}", "?period=year"]),
    asked(
        "/api/v1/reports/largest",
        &["?period=month&day={first}", "?period=week&day={first}", "?period=year"],
    ),
    asked(
        "/api/v1/reports/frequent",
        &["?period=month&day={first}", "?period=week&day={first}", "?period=year"],
    ),
    asked("/api/v1/reports/unusual", &["?period=month&day={first}", "?period=week&day={first}"]),
    asked("/api/v1/reports/net-worth", &["", "?months=24"]),
    asked("/api/v1/reports/calendar", &["?month={month}"]),
    asked(
        "/api/v1/reports/rows",
        &[
            "?from={first}&to={last}",
            "?from={first}&to={last}&counts=expense&category=makanan",
            "?from=2026-01-01&to=2026-12-31&counts=expense&category=hewan",
            "?from={first}&to={last}&counts=expense&wallet={wallet}",
            "?from={first}&to={last}&counts=expense&phrase=bakso",
        ],
    ),
    begun("/api/v1/events"),
    begun("/api/v1/exports/mine"),
    begun("/api/v1/exports/household"),
    asked("/api/v1/search", &["?q=bakso", "?q=bensin%20cash", "?q=kategori:makanan%20%3E50rb"]),
    asked("/api/v1/search/suggestions", &["?q=ba"]),
    asked("/api/v1/telegram", &[""]),
    asked("/api/v1/certificate", &[""]),
];
