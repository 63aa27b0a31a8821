//! How each read operation is asked: one row an operation, and no operation without a row.

/// An operation and the queries it is asked with, in turn. What stands in braces is filled in from the household, in
/// turn too.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) path: &'static str,
    pub(crate) queries: &'static [&'static str],
    /// How often, after a tenth as many times that do not count.
    pub(crate) times: usize,
}

const fn asked(path: &'static str, queries: &'static [&'static str]) -> Asked {
    Asked { path, queries, times: 500 }
}

/// What is sent as long as it takes: only until it begins is measured, and it is asked for seldom.
const fn begun(path: &'static str) -> Asked {
    Asked { path, queries: &[""], times: 10 }
}

/// Every read operation of the document.
pub(crate) const ASKED: &[Asked] = &[
    asked("/api/v1/setup", &[""]),
    asked("/api/v1/session", &[""]),
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
    asked("/api/v1/transactions/{id}", &[""]),
    asked("/api/v1/transactions/{id}/changes", &[""]),
    asked("/api/v1/transactions/{id}/links", &[""]),
    asked("/api/v1/trash", &[""]),
    asked("/api/v1/lessons", &[""]),
    asked("/api/v1/wallets", &[""]),
    asked("/api/v1/categories", &[""]),
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
];
