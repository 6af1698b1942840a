//! goodterms: a terminal wizard that takes an advisor through a well-tried conversation with a
//! client who is about to leave, has left, or is going.
//!
//! The library is the whole program; the binary only parses the command line. Modules are
//! stacked in floors and import only from floors below their own (`tests/architecture.rs`
//! enforces it): `text`; then `diagnostic`, `dates`, `trouble`; then `config`, `document`, `wording`; then
//! `playbook`; then `session`; then `agenda`, `card`, `insights`, `live`, `practise`, `ready`, `review`, `log`; then `store`, `catalog`, `editor`, `export`, `outgoing`; then `gather`; then `tui`, `plain`; then `cli`.

pub mod agenda;
pub mod card;
pub mod catalog;
pub mod cli;
pub mod config;
pub mod dates;
pub mod diagnostic;
pub mod document;
pub mod editor;
pub mod export;
pub mod gather;
pub mod insights;
pub mod live;
pub mod log;
pub mod outgoing;
pub mod plain;
pub mod playbook;
pub mod practise;
pub mod ready;
pub mod review;
pub mod session;
pub mod store;
pub mod text;
pub mod trouble;
pub mod tui;
pub mod wording;
