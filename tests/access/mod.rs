//! Who sees and does what: members of a family, and families that share a box.

mod isolation;
mod members;
mod people;
mod seeing;
mod sharing;
