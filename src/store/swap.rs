//! The swap by which a note is filed: a new file in the same folder, synced; it and the note change their
//! names in one moment; what came out is looked at, and the folder is synced. If that is not what was read
//! before, somebody else wrote it in between: both are merged, and it is done again.
//!
//! At no moment is there half a note, or a text that is in no file.

use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::alike::most_like;
use super::disk::Disk;
use super::filing::{Base, Filed, Filing};
use super::names::{numbered, parent, random, short_hash, temp_name};
use super::trail::Trail;
use super::versions::Why;
use super::{Store, StoreError};
use crate::document::{Document, HeadError, is_half_synced};

/// So often somebody may come in between before it is an error. An editor does it once.
const TRIES: usize = 20;

impl Store {
    /// Files a note. When it returns, the disk has confirmed the text and its name.
    ///
    /// # Errors
    /// What prevented it; the old note is as it was, unless it is [`StoreError::Unsynced`]: then ours stands
    /// in its place.
    pub fn file(&self, filing: Filing<'_>) -> Result<Filed, StoreError> {
        let path = self.place(&filing)?;
        let lock = self.locks.filing(filing.id, &path)?;
        let done = Swap::run(self, filing, path, Trail::of(lock));
        if let Err(error) = &done {
            self.log_error("not-filed", filing.id, error);
        }
        if let Ok(filed) = &done {
            self.note_root();
            let event = if filed.is_merged { "filed-merged" } else { "filed" };
            self.log.info(event, filing.id, &[("bytes", filing.text.len() as u64)]);
        }
        done
    }

    /// Before the first filing of a day, what stands in the file is kept as the last of its day.
    fn keep_day(&self, filing: &Filing<'_>, path: &Path, found: &str) {
        let changed = self.disk.stamp(path).ok().and_then(|stamp| stamp.changed());
        let Some(changed) = changed.map(DateTime::<Utc>::from) else { return };
        let changed = changed.with_timezone(filing.now.offset());
        if changed.date_naive() < filing.now.date_naive() && found != filing.text {
            self.keep(filing.id, found, Why::Day, changed);
        }
    }
}

/// One filing, while it is tried.
struct Swap<'a> {
    store: &'a Store,
    filing: Filing<'a>,
    path: PathBuf,
    /// Who filed it since this was read. It has the lock.
    trail: Trail,
    /// Files that hold what came out of a swap; they go when all is in place.
    left: Vec<PathBuf>,
    late: Vec<(PathBuf, Vec<u8>)>,
    theirs: Vec<Base>,
    is_put_back: bool,
    /// The text of all, and in how many places it stands twice, if somebody else wrote.
    merged: Option<(String, usize)>,
    /// Ours is in the note's place since an earlier try, after which somebody else's was found.
    placed: Option<Box<Filed>>,
}

/// What came out when ours was put in the place of a note.
enum Out {
    /// Nothing stood there any more, and nothing was put there.
    Nothing,
    Read(Vec<u8>),
    /// It cannot be read now.
    Unread(io::Error),
}

impl Out {
    fn of(read: io::Result<Vec<u8>>) -> Self {
        read.map_or_else(Self::Unread, Self::Read)
    }
}

impl<'a> Swap<'a> {
    /// Puts a note in its place, and takes in what others write there meanwhile.
    ///
    /// # Errors
    /// As [`Store::file`].
    fn run(store: &'a Store, filing: Filing<'a>, path: PathBuf, trail: Trail) -> Result<Filed, StoreError> {
        let mut swap = Self {
            store,
            filing,
            path,
            trail,
            left: Vec::new(),
            late: Vec::new(),
            theirs: Vec::new(),
            is_put_back: false,
            merged: None,
            placed: None,
        };
        swap.try_it().map_err(|error| swap.failed(error))
    }

    fn try_it(&mut self) -> Result<Filed, StoreError> {
        let mut base = self.filing.base.clone();
        for _ in 0..TRIES {
            let found = self.look()?;
            self.take_in(&base, found.as_deref())?;
            let text = self.text().to_owned();
            let new = self.write(&text, found.as_deref().unwrap_or_default())?;
            let Some(found) = found else {
                match self.disk().rename_new(&new, &self.path) {
                    Ok(()) => return self.done(None),
                    // Somebody was faster.
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                        self.drop_file(&new);
                        continue;
                    }
                    Err(error) => return Err(self.give_up(&new, error)),
                }
            };
            let out = match self.exchange(&new)? {
                Out::Nothing => continue,
                Out::Read(bytes) => bytes,
                // What came out is looked at when it can be read.
                Out::Unread(source) => {
                    let error = StoreError::io(&new)(source);
                    self.placed = Some(Box::new(self.filed_but((new, found.into_bytes()))));
                    return Err(error);
                }
            };
            if out == found.as_bytes() {
                self.left.push(new);
                return self.done(Some(&found));
            }
            // Theirs is in the file that came out, and ours stands in its place: what they changed
            // is what they changed since we looked.
            base = Base::of(&text);
            self.placed = Some(Box::new(self.filed_but((new.clone(), found.clone().into_bytes()))));
            let theirs = String::from_utf8_lossy(&out).into_owned();
            let theirs = match is_half_synced(&found, &theirs) {
                true => Document::parse(&theirs).completed(&Document::parse(&found)).render(),
                false => theirs,
            };
            self.merge(Some(&found), &text, &theirs);
            self.late.push((new, out));
        }
        Err(StoreError::Busy(self.path.clone()))
    }

    fn disk(&self) -> &dyn Disk {
        &*self.store.disk
    }

    fn text(&self) -> &str {
        self.merged.as_ref().map_or(self.filing.text, |(text, _)| text)
    }

    /// What stands in the place; another conversation gets out of our way by ours going elsewhere.
    fn look(&mut self) -> Result<Option<String>, StoreError> {
        for n in 2.. {
            let bytes = match self.disk().read(&self.path) {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(StoreError::io(&self.path)(error)),
            };
            let text = String::from_utf8(bytes).map_err(|_| StoreError::NotText(self.path.clone()))?;
            match Document::parse(&text).head() {
                Ok(head) if head.id != self.filing.id => self.path = numbered(self.filing.path, n),
                Err(error @ HeadError::Newer(_)) => {
                    return Err(StoreError::Head { path: self.path.clone(), error });
                }
                _ => return Ok(Some(text)),
            }
        }
        Ok(None)
    }

    /// Takes in what somebody else wrote since `base`, if that is what was found.
    fn take_in(&mut self, base: &Base, found: Option<&str>) -> Result<(), StoreError> {
        let Some(found) = found else { return Ok(()) };
        if base.text() == Some(found) || found == self.text() {
            self.store.keep_day(&self.filing, &self.path, found);
            return Ok(());
        }
        let ours = self.text().to_owned();
        let Some(before) = base.text().filter(|base| is_half_synced(base, found)) else {
            self.merge(base.text(), &ours, found);
            return Ok(());
        };
        if self.filing.waits {
            return Err(StoreError::HalfSynced(self.path.clone()));
        }
        // It was not finished: what is missing was not deleted.
        let theirs = Document::parse(found).completed(&Document::parse(before)).render();
        self.merge(Some(before), &ours, &theirs);
        Ok(())
    }

    fn merge(&mut self, base: Option<&str>, ours: &str, theirs: &str) {
        let Filing { id, now, .. } = self.filing;
        base.into_iter().for_each(|base| self.store.keep(id, base, Why::Before, now));
        self.theirs.push(Base::of(theirs));
        // What commands filed is news, whatever stood there before.
        let is_news = base.is_some_and(|base| self.trail.leads(base, theirs));
        self.is_put_back |= !is_news && self.filing.past.iter().any(|past| past.text() == Some(theirs));
        let base = base.map(|base| (base, if is_news { base } else { self.read_by(base, theirs) }));
        self.store.keep(id, theirs, Why::Theirs, now);
        let (ours, theirs) = (Document::parse(ours), Document::parse(theirs));
        let merged = match base {
            Some((base, read)) => {
                let (base, mut read) = (Document::parse(base), Document::parse(read));
                let mut fresh = theirs.clone();
                if let Some(replaced) = self.filing.replaced.filter(|_| !is_news) {
                    // What came from others was never typed here, and they may go on writing it.
                    let goes_on = |key: &str| {
                        let (was, is) = (base.body(key), theirs.body(key));
                        was.zip(is).is_some_and(|(was, is)| is.starts_with(was.trim_end()))
                    };
                    read = read.with_blocks_of(&base, |key, _| replaced.came(key, &base) && goes_on(key));
                    fresh = replaced.without(fresh, &read);
                }
                self.is_put_back |= fresh != theirs;
                Document::merge(&read, &ours, &fresh)
            }
            None => Document::merge_copy(&ours, &theirs, &[]),
        };
        let before = self.merged.as_ref().map_or(0, |(_, conflicts)| *conflicts);
        self.merged = Some((merged.document.render(), before + merged.conflicts));
    }

    /// What somebody had read who then wrote `theirs`: the text that is most like it of all that stood
    /// there, and the newest of those. What was typed since they read it is then no deletion of theirs.
    /// Only what ours was made from counts: versions may be others' words, which ours never had.
    fn read_by<'b>(&'b self, base: &'b str, theirs: &str) -> &'b str {
        let past = self.filing.past.iter().rev().filter_map(Base::text);
        most_like(std::iter::once(base).chain(past), theirs).unwrap_or(base)
    }

    /// Writes a text beside the note, and waits for the disk. Until it is whole it has another name:
    /// what ends in `.swap` is a whole note.
    fn write(&self, text: &str, found: &str) -> Result<PathBuf, StoreError> {
        let folder = parent(&self.path);
        let part = folder.join(temp_name(self.filing.id, &random()?, "part"));
        // Of the temporary file, which is gone at once, nobody wants to hear.
        let io = |error| StoreError::io(&self.path)(error);
        let mut file = self.disk().create(&part).map_err(io)?;
        let written = file.append(text.as_bytes()).and_then(|()| file.sync());
        drop(file);
        // Two hashes tell, if we are ended now, what such a file holds.
        let hashes = format!("{}-{}-{}", short_hash(text), short_hash(found), random()?);
        let whole = folder.join(temp_name(self.filing.id, &hashes, "swap"));
        let written = written.and_then(|()| self.disk().rename(&part, &whole));
        written.map_err(|error| self.give_up(&part, error))?;
        Ok(whole)
    }

    /// Puts `new` in the place of the note.
    fn exchange(&mut self, new: &Path) -> Result<Out, StoreError> {
        match self.disk().exchange(new, &self.path) {
            Ok(()) => Ok(Out::of(self.disk().read(new))),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.drop_file(new);
                Ok(Out::Nothing)
            }
            Err(error) if error.kind() == ErrorKind::Unsupported => self.replace(new),
            Err(error) => Err(self.give_up(new, error)),
        }
    }

    /// The same where files cannot be exchanged: the old one is held open, and looked at again once
    /// it has no name any more. Only a whole file put in its place within that moment could be missed.
    fn replace(&mut self, new: &Path) -> Result<Out, StoreError> {
        let mut held = match self.disk().hold(&self.path) {
            Ok(held) => held,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.drop_file(new);
                return Ok(Out::Nothing);
            }
            Err(error) => return Err(self.give_up(new, error)),
        };
        let renamed = self.disk().rename(new, &self.path);
        renamed.map_err(|error| self.give_up(new, error))?;
        let mut stood = Vec::new();
        Ok(Out::of(held.read_to_end(&mut stood).map(|_| stood)))
    }

    /// Where ours stands in the note's place, that must be known at the next try, whatever went wrong then.
    fn failed(&mut self, error: StoreError) -> StoreError {
        match (self.placed.take(), error) {
            (Some(filed), error) if !matches!(error, StoreError::Unsynced { .. }) => {
                // Under which name each of both stands is to be on the disk, if it can be.
                let _ = self.disk().sync_folder(parent(&self.path));
                StoreError::Unsynced { filed, error: Box::new(error) }
            }
            (_, error) => error,
        }
    }

    /// Ours stands in its place; what came out is not what was found there, or is not known yet.
    fn filed_but(&self, out: (PathBuf, Vec<u8>)) -> Filed {
        let mut filed = self.filed();
        filed.late.push(out);
        filed
    }

    /// What is to be told of it.
    fn filed(&self) -> Filed {
        Filed {
            path: self.path.clone(),
            base: Base::of(self.text()),
            is_merged: self.merged.is_some(),
            conflicts: self.merged.as_ref().map_or(0, |(_, conflicts)| *conflicts),
            theirs: self.theirs.clone(),
            late: self.late.clone(),
            is_put_back: self.is_put_back,
            left: self.left.clone(),
        }
    }

    /// All is in place once the folder is synced; only then the old text goes.
    fn done(&mut self, found: Option<&str>) -> Result<Filed, StoreError> {
        let filed = self.filed();
        match (self.filing.replaced, found) {
            (Some(_), _) => self.trail.end(),
            (None, Some(found)) => self.trail.add(found, self.text()),
            (None, None) => {}
        }
        if let Err(source) = self.disk().sync_folder(parent(&self.path)) {
            let error = Box::new(StoreError::io(&self.path)(source));
            return Err(StoreError::Unsynced { filed: Box::new(filed), error });
        }
        self.left.drain(..).for_each(|file| {
            let _ = self.store.disk.remove(&file);
        });
        Ok(filed)
    }

    fn give_up(&self, temp: &Path, error: io::Error) -> StoreError {
        self.drop_file(temp);
        StoreError::io(&self.path)(error)
    }

    /// Of a file of ours that never was the note nothing is missed: who files has the text still.
    fn drop_file(&self, temp: &Path) {
        let _ = self.disk().remove(temp);
    }
}
