//! The HTTP door, through HTTP.

mod captures;
