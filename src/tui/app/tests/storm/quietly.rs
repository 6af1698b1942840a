//! A panic in a course is its end, and no more.

use std::cell::RefCell;
use std::panic::{self, UnwindSafe};
use std::sync::Once;

thread_local! {
    /// The words of a panic in a course, which are said once, and not each time it is made shorter.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Does something; why it panicked, if it did.
pub(super) fn quietly<T>(what: impl FnOnce() -> T + UnwindSafe) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let is_ours = PANIC
                .with_borrow_mut(|words| words.as_mut().map(|words| *words = info.to_string()).is_some());
            if !is_ours {
                others(info);
            }
        }));
    });
    PANIC.set(Some(String::new()));
    let done = panic::catch_unwind(what);
    let words = PANIC.take().unwrap_or_default();
    done.map_err(|_| words)
}
