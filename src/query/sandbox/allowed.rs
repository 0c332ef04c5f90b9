//! What a query of the user's own may do: a white list, so that whatever a later SQLite brings is refused until somebody has
//! looked at it.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

/// SQLite's functions that compute and do nothing else. (Left out are those that load code or pass pointers: `load_extension`,
/// `fts3_tokenizer`, `fts5`; that write: `optimize`, `sqlite_log`; and those of tables of kinds that the catalog has not.)
#[rustfmt::skip]
const FUNCTIONS: &[&str] = &[
    // Of values and texts
    "->", "->>", "abs", "char", "coalesce", "concat", "concat_ws", "format", "glob", "hex", "if", "ifnull", "iif", "instr",
    "length", "like", "likelihood", "likely", "lower", "ltrim", "nullif", "octet_length", "printf", "quote", "random",
    "randomblob", "replace", "round", "rtrim", "sign", "soundex", "substr", "substring", "subtype", "trim", "typeof", "unhex",
    "unicode", "unistr", "unistr_quote", "unlikely", "upper", "zeroblob",
    // Of a group or a window
    "avg", "count", "cume_dist", "dense_rank", "first_value", "group_concat", "lag", "last_value", "lead", "max", "min",
    "nth_value", "ntile", "percent_rank", "rank", "row_number", "string_agg", "sum", "total",
    // Of days
    "current_date", "current_time", "current_timestamp", "date", "datetime", "julianday", "strftime", "time", "timediff",
    "unixepoch",
    // Of JSON
    "json", "json_array", "json_array_insert", "json_array_length", "json_error_position", "json_extract", "json_group_array",
    "json_group_object", "json_insert", "json_object", "json_patch", "json_pretty", "json_quote", "json_remove",
    "json_replace", "json_set", "json_type", "json_valid", "jsonb", "jsonb_array", "jsonb_array_insert", "jsonb_extract",
    "jsonb_group_array", "jsonb_group_object", "jsonb_insert", "jsonb_object", "jsonb_patch", "jsonb_remove",
    "jsonb_replace", "jsonb_set",
    // Of the index of words
    "bm25", "highlight", "match", "snippet",
    // Of the program
    "changes", "last_insert_rowid", "sqlite_compileoption_get", "sqlite_compileoption_used", "sqlite_source_id",
    "sqlite_version", "total_changes",
];

/// What tells of the schema. `data_version` is asked by the index of words itself, which finds nothing without it.
const PRAGMAS: &[&str] =
    &["data_version", "foreign_key_list", "index_info", "index_list", "table_info", "table_list", "table_xinfo"];

/// Tables that are made by functions, beside those of [`PRAGMAS`] with `pragma_` in front.
const TABLE_FUNCTIONS: &[&str] = &["json_each", "json_tree", "jsonb_each", "jsonb_tree"];

/// The tables of the schema itself, under all their names.
const SCHEMA_TABLES: &[&str] = &["sqlite_master", "sqlite_schema"];

/// The table of the words of papers.
const WORDS: &str = "paper_text";

/// What was seen of a query while it was prepared.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// What was refused first, in words.
    pub(super) refused: Option<String>,
    /// Whether it asks the index of words.
    pub(super) asks_for_words: bool,
}

/// Watches over what the statements of a connection do.
#[derive(Clone)]
pub(super) struct Watch(Arc<Mutex<Seen>>);

impl Watch {
    /// Begins to watch: what is not on the lists is refused from now on.
    pub(super) fn begin(connection: &mut Connection) -> rusqlite::Result<Self> {
        let tables = Tables::of(connection)?;
        let watch = Self(Arc::default());
        let seen = watch.clone();
        connection.authorizer(Some(move |asked: AuthContext<'_>| seen.decide(asked.action, &tables)))?;
        Ok(watch)
    }

    /// What was seen since the last time.
    pub(super) fn take(&self) -> Seen {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn decide(&self, action: AuthAction<'_>, tables: &Tables) -> Authorization {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let AuthAction::Read { table_name, .. } = action {
            seen.asks_for_words |= table_name.eq_ignore_ascii_case(WORDS);
        }
        match refusal(action, tables) {
            None => Authorization::Allow,
            Some(refused) => {
                seen.refused.get_or_insert(refused);
                Authorization::Deny
            }
        }
    }
}

/// Tables by name, in lower case.
struct Tables {
    allowed: HashSet<String>,
    /// Kinds of tables that SQLite brings; some are tables of this name themselves.
    kinds: HashSet<String>,
}

impl Tables {
    fn of(connection: &Connection) -> rusqlite::Result<Self> {
        let names = |sql| -> rusqlite::Result<HashSet<String>> {
            connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
        };
        let mut allowed = names("SELECT lower(name) FROM sqlite_schema WHERE type IN ('table', 'view')")?;
        allowed.extend(TABLE_FUNCTIONS.iter().chain(SCHEMA_TABLES).map(|name| (*name).to_owned()));
        allowed.extend(PRAGMAS.iter().map(|name| format!("pragma_{name}")));
        Ok(Self { allowed, kinds: names("SELECT lower(name) FROM pragma_module_list")? })
    }

    fn is_made_by_function(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        self.kinds.contains(&name) || name.starts_with("pragma_")
    }
}

/// What is not allowed, in words; `None`: it is allowed.
fn refusal(action: AuthAction<'_>, tables: &Tables) -> Option<String> {
    let listed = |names: &[&str], name: &str| names.iter().any(|listed| listed.eq_ignore_ascii_case(name));
    match action {
        AuthAction::Select | AuthAction::Recursive => None,
        AuthAction::Read { table_name, .. } if tables.allowed.contains(&table_name.to_ascii_lowercase()) => None,
        // A table of which no column is read may be the query's own, under a name of its own.
        AuthAction::Read { table_name, column_name: "" } if !tables.is_made_by_function(table_name) => None,
        AuthAction::Read { table_name, .. } => Some(format!("reading the table {table_name}")),
        AuthAction::Function { function_name } if listed(FUNCTIONS, function_name) => None,
        AuthAction::Function { function_name } => Some(format!("the function {function_name}")),
        AuthAction::Pragma { pragma_name, .. } if listed(PRAGMAS, pragma_name) => None,
        AuthAction::Pragma { pragma_name, .. } => Some(format!("PRAGMA {pragma_name}")),
        AuthAction::Attach { .. } => Some("ATTACH".into()),
        AuthAction::Detach { .. } => Some("DETACH".into()),
        AuthAction::Insert { table_name } if table_name.starts_with("sqlite_") => Some("changing the schema".into()),
        AuthAction::Insert { table_name } => Some(format!("writing to {table_name}")),
        AuthAction::Update { table_name, .. } | AuthAction::Delete { table_name } => {
            Some(format!("changing {table_name}"))
        }
        AuthAction::Transaction { .. } | AuthAction::Savepoint { .. } => Some("a transaction".into()),
        _ => Some("changing the schema".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Those that were looked at and are refused.
    const REFUSED: &[&str] = &[
        "fts3_tokenizer",
        "fts5",
        "fts5_get_locale",
        "fts5_insttoken",
        "fts5_locale",
        "fts5_source_id",
        "load_extension",
        "matchinfo",
        "offsets",
        "optimize",
        "rtreecheck",
        "rtreedepth",
        "rtreenode",
        "sqlite_log",
    ];

    #[test]
    fn every_function_that_sqlite_brings_was_looked_at() {
        let connection = Connection::open_in_memory().unwrap();
        let mut statement = connection.prepare("SELECT DISTINCT name FROM pragma_function_list").unwrap();
        let names = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let unknown: Vec<_> = names
            .map(Result::unwrap)
            .filter(|name| !FUNCTIONS.contains(&name.as_str()) && !REFUSED.contains(&name.as_str()))
            .collect();
        assert!(unknown.is_empty(), "allow them or refuse them: {unknown:?}");
    }
}
