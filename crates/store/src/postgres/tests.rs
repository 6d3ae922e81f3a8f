//! The contract, and what only this folder promises: opening, refusing, two at once, a line that breaks.

use super::PostgresStore;
use super::open::{MIGRATIONS, migrate};
use super::server::Database;
use crate::contract::{add_text, check_layouts, store_contract, two_add_at_once};
use crate::sql::value::values;
use crate::{Create, Filter, Page, Store, StoreError};

/// An empty collection in a database of its own.
fn fresh(_name: &str) -> Option<(PostgresStore, Database)> {
    let database = Database::new()?;
    Some((PostgresStore::open(&database.address(), Create::IfMissing).unwrap(), database))
}

store_contract!(fresh);

fn add(store: PostgresStore, text: &str) -> PostgresStore {
    let (store, done) = add_text(store, text);
    done.unwrap();
    store
}

#[test]
fn a_missing_foreign_or_newer_collection_is_refused() {
    let Some(database) = Database::new() else { return };
    let open = |create| PostgresStore::open(&database.address(), create).map(drop);
    assert!(matches!(open(Create::Never), Err(StoreError::Missing { .. })));
    assert!(matches!(PostgresStore::open_to_read(&database.address()), Err(StoreError::Missing { .. })));
    database.run("CREATE SCHEMA whosaid");
    assert!(
        matches!(open(Create::Never), Err(StoreError::Missing { .. })),
        "an empty schema is no collection"
    );
    database.run("CREATE TABLE whosaid.theirs (x TEXT)");
    assert!(matches!(open(Create::IfMissing), Err(StoreError::Foreign { .. })));
    database.run("DROP TABLE whosaid.theirs");
    open(Create::IfMissing).unwrap();
    open(Create::Never).unwrap();
    database.run("UPDATE whosaid.layout SET number = 99");
    let Err(StoreError::Newer { found, known, .. }) = open(Create::IfMissing) else { panic!("opened") };
    assert_eq!((found, known), (99, MIGRATIONS.len() as u32));
}

#[test]
fn an_address_that_leads_nowhere_is_told_without_its_password() {
    let check = |address: &str| {
        let Err(error) = PostgresStore::open(address, Create::IfMissing) else { panic!("opened {address}") };
        assert!(matches!(error, StoreError::CannotOpen { .. }), "{error:?}");
        assert!(!error.to_string().contains("secret"), "{error}");
    };
    check("postgres://ada:secret@%2Fno%2Fsuch%2Ffolder/desk");
    check("postgres://ada:secret@127.0.0.1:1/desk");
    check("postgres://ada:secret@localhost:port/desk");
    let Some(database) = Database::new() else { return };
    check(&format!("{}_that_is_not_there", database.address()));
}

#[test]
fn older_tables_are_brought_up_to_date() {
    let Some((store, database)) = fresh("older") else { return };
    let store = add(store, "The mayor said on Monday that she will resign.");
    let later: Vec<&str> = MIGRATIONS.iter().copied().chain(["CREATE TABLE later (x TEXT)"]).collect();
    let client = &mut store.database.session.borrow_mut().client;
    migrate(client, &later).unwrap();
    migrate(client, &later).unwrap();
    database.run("INSERT INTO whosaid.later VALUES ('')");
    assert!(matches!(PostgresStore::open_to_read(&database.address()), Err(StoreError::Newer { .. })));
}

#[test]
fn layouts_are_never_edited() {
    check_layouts(MIGRATIONS, &["25854ac1301564f1"]);
}

#[test]
fn a_step_that_breaks_off_leaves_nothing() {
    let Some((mut store, database)) = fresh("broken") else { return };
    let half = |store: &mut PostgresStore, breaks: &dyn Fn() -> Result<(), StoreError>| {
        store.write(|db| {
            db.change("UPDATE about SET generation = generation + 1", values![])?;
            breaks()
        })
    };
    let generation = |store: &PostgresStore| store.gathering().unwrap().generation;
    let busy = || Err(StoreError::Busy { path: String::new() });
    assert!(matches!(half(&mut store, &busy), Err(StoreError::Busy { .. })));
    assert_eq!(generation(&store), 0);
    let hang_up = || {
        database.hang_up();
        Ok(())
    };
    half(&mut store, &hang_up).unwrap_err();
    assert_eq!(generation(&store), 0, "and the next call finds the server again");
    half(&mut store, &|| Ok(())).unwrap();
    assert_eq!(generation(&store), 1);
    database.hang_up();
    half(&mut store, &|| Ok(())).unwrap();
    database.hang_up();
    assert_eq!(generation(&store), 2);
}

#[test]
fn who_opens_to_read_cannot_write() {
    let Some((store, database)) = fresh("reading") else { return };
    let store = add(store, "The mayor said on Monday that she will resign.");
    let mut reader = PostgresStore::open_to_read(&database.address()).unwrap();
    assert_eq!(reader.counts().unwrap(), store.counts().unwrap());
    reader.see_alerts(1).unwrap_err();
    database.hang_up();
    assert_eq!(reader.counts().unwrap().articles, 1);
    reader.see_alerts(1).unwrap_err();
}

#[test]
fn two_may_add_at_once_and_readers_read_meanwhile() {
    let Some((_store, database)) = fresh("two") else { return };
    two_add_at_once(|| crate::open(&database.address(), Create::Never).unwrap());
}

#[test]
fn odd_texts_are_kept_and_found() {
    let Some((store, _database)) = fresh("odd") else { return };
    let mut store = store;
    let named = format!("The dam broke, {} said.", "Xy".repeat(9_000));
    let many: String = (0..400_000).map(|n| format!("w{n} ")).collect();
    for text in
        [&*"x".repeat(1_000_000), &*named, &*many, "Die Brücke\u{FFFE}0 – closed/open – the mayor said."]
    {
        store = add(store, text);
    }
    let n = |words: &str| {
        let words = Some(words.to_owned());
        store.search(&Filter { words, ..Filter::default() }, Page::ALL).unwrap().rows
    };
    assert_eq!(n("w17").len(), 1);
    let found = n("brucke \"closed open\" the");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].extract, "Die [Brücke]\u{FFFE}0 – [closed]/[open] – [the] mayor said.");
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}
