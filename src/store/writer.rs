//! The writer thread: what is asked for is done in order, of what was typed the newest only. It
//! sleeps while there is nothing to do.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::Store;
pub use super::report::{Report, Request, Stands, Typed};
use super::work::Work;
use crate::dates::{Clock, Moment};

/// A handle on the thread. Dropping it waits until everything asked for has been tried, unless
/// [`Writer::end`] has waited long enough.
#[derive(Debug)]
pub struct Writer {
    requests: Option<Sender<Request>>,
    reports: Receiver<Report>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread. `wake` is called after each report.
    pub fn start(store: Store, clock: Arc<dyn Clock>, wake: impl Fn() + Send + 'static) -> Self {
        let (requests, incoming) = mpsc::channel();
        let (outgoing, reports) = mpsc::channel();
        let began = Instant::now();
        let now = move || Moment { tick: began.elapsed(), wall: clock.now() };
        let work = move || run(Work::new(store), &incoming, &outgoing, &now, &wake);
        // Without it nothing is ever saved, and the screen says so.
        let thread = thread::Builder::new().name("writer".to_owned()).spawn(work).ok();
        Self { requests: Some(requests), reports, thread }
    }

    /// Asks for something; returns at once.
    pub fn ask(&self, request: Request) {
        // The thread ends only when this sender does; a failure means it panicked, and the
        // missing report keeps the screen from saying Saved.
        if let Some(requests) = &self.requests {
            let _ = requests.send(request);
        }
    }

    /// A report, if there is one.
    pub fn try_report(&self) -> Option<Report> {
        self.reports.try_recv().ok()
    }

    /// Waits for a report, at most so long.
    pub fn wait_report(&self, at_most: Duration) -> Option<Report> {
        self.reports.recv_timeout(at_most).ok()
    }

    /// Waits for the thread to end, at most so long, and lets it be then: a disk that hangs must not
    /// keep the program from ending. What it was doing is safe to be ended in the middle.
    pub fn end(&mut self, at_most: Duration) {
        let until = Instant::now() + at_most;
        self.requests = None;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.reports.recv_timeout(left) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {
                    self.thread = None;
                    return;
                }
            }
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(
    mut work: Work,
    incoming: &Receiver<Request>,
    outgoing: &Sender<Report>,
    now: &dyn Fn() -> Moment,
    wake: &dyn Fn(),
) {
    let say = |work: &mut Work| {
        for report in work.reports() {
            // Nobody listens any more at the end; the work is done all the same.
            let _ = outgoing.send(report);
            wake();
        }
    };
    loop {
        let received = match work.due() {
            Some(at) => incoming.recv_timeout(at.saturating_sub(now().tick)),
            None => incoming.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match received {
            Ok(first) => {
                for request in newest(std::iter::once(first).chain(incoming.try_iter())) {
                    work.take(request, now());
                    say(&mut work);
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                work.end(now());
                say(&mut work);
                return;
            }
        }
        work.run_due(now());
        say(&mut work);
    }
}

/// The requests in their order, without what was typed and is followed by something newer.
fn newest(requests: impl Iterator<Item = Request>) -> Vec<Request> {
    let mut kept: Vec<Request> = Vec::new();
    for request in requests {
        if let (Some(Request::Edit { id: before, .. }), Request::Edit { id, .. } | Request::File { id, .. }) =
            (kept.last(), &request)
            && before == id
        {
            kept.pop();
        }
        kept.push(request);
    }
    kept
}
