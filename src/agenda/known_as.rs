//! By which names and firms whoever a conversation is with goes in all of them.

use std::collections::HashMap;

use super::UNKNOWN;
use super::clients::Groups;
use crate::document::Client;
use crate::text;

/// For each of these, in their order: what the same client is called in all of them, once for each firm. Two are the
/// same one as in [`clients`](super::clients()).
pub fn known_as(all: &[&Client]) -> Vec<Vec<Client>> {
    let mut groups = Groups::new(all.len());
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for (nth, client) in all.iter().enumerate() {
        for name in names(client).filter(|name| *name != UNKNOWN) {
            let first = *by_name.entry(text::fold(&text::name(name))).or_insert(nth);
            groups.join(first, nth);
        }
    }
    let roots: Vec<usize> = (0..all.len()).map(|nth| groups.root(nth)).collect();
    let mut known: HashMap<usize, Vec<Client>> = HashMap::new();
    for (client, root) in all.iter().zip(&roots) {
        let of_root = known.entry(*root).or_default();
        let is_there = |other: &Client| other.organisation == client.organisation;
        if !of_root.iter().any(is_there) {
            of_root.push(Client { organisation: client.organisation.clone(), ..Client::default() });
        }
        // The first one has all names.
        for name in names(client) {
            match &mut of_root[0] {
                first if first.name.is_empty() => name.clone_into(&mut first.name),
                first if names(first).any(|known| known == name) => {}
                first => first.also.push(name.to_owned()),
            }
        }
    }
    roots.iter().map(|root| known.get(root).cloned().unwrap_or_default()).collect()
}

fn names(client: &Client) -> impl Iterator<Item = &str> {
    std::iter::once(&client.name).chain(&client.also).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_the_names_of_all_its_conversations() {
        let client = |name: &str, also: &[&str], firm: Option<&str>| Client {
            name: name.to_owned(),
            organisation: firm.map(str::to_owned),
            also: also.iter().map(|name| (*name).to_owned()).collect(),
        };
        let all = [
            client("Zoë", &[], Some("Mills")),
            client("Ben", &[], None),
            client("Mrs Haddad", &["zoë"], Some("Octavia")),
            client(UNKNOWN, &[], None),
            client(UNKNOWN, &[], Some("Quill")),
        ];
        let known = known_as(&all.iter().collect::<Vec<_>>());
        let first = client("Zoë", &["Mrs Haddad", "zoë"], Some("Mills"));
        assert_eq!(known[0], [first, client("", &[], Some("Octavia"))]);
        assert_eq!((&known[2], known[1].len()), (&known[0], 1));
        assert!(known[3] != known[4]);
    }
}
