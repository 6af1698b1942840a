pub mod dates;
pub mod diagnostic;
pub mod text;
pub mod document;
pub mod playbook;
