//! The parameters of a query: names and values as the user gives them.

use anyhow::{bail, ensure};
use rusqlite::Statement;
use rusqlite::types::Value;

/// A parameter's name, without its mark, and its value.
pub type Param = (String, Value);

/// Reads `name=value`. A value that is an integer or a real number is one, where it is written as it would be printed: the
/// arXiv id `2306.13920` is not 2306.1392. Anything else, and what stands in single quotes, is text.
pub fn parse_param(text: &str) -> Result<Param, String> {
    let (name, value) = text.split_once('=').ok_or_else(|| format!("give it as name=value, not \"{text}\""))?;
    let name = name.trim().trim_start_matches([':', '@', '$']);
    let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    if is_name { Ok((name.to_owned(), parse_value(value))) } else { Err(format!("\"{name}\" is no name")) }
}

fn parse_value(text: &str) -> Value {
    if let Some(quoted) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        return Value::Text(quoted.replace("''", "'"));
    }
    match (text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(integer), _) if integer.to_string() == text => Value::Integer(integer),
        (Err(_), Ok(number)) if number.is_finite() && is_printed_so(number, text) => Value::Real(number),
        _ => Value::Text(text.to_owned()),
    }
}

fn is_printed_so(number: f64, text: &str) -> bool {
    // Rust reads words such as "inf" as numbers too, and an integer that is too long would lose digits.
    let is_power =
        text.contains(['e', 'E']) && text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    is_power || (text.contains('.') && number.to_string() == text)
}

/// Gives a statement the values of its parameters: each of them one, and no value beside.
pub(super) fn bind(statement: &mut Statement<'_>, params: &[Param]) -> anyhow::Result<()> {
    let mut unused: Vec<_> = params.iter().map(|(name, _)| name).collect();
    for (at, (name, _)) in params.iter().enumerate() {
        ensure!(params[..at].iter().all(|(other, _)| other != name), "--param {name} is given twice");
    }
    for index in 1..=statement.parameter_count() {
        let Some(name) = statement.parameter_name(index).filter(|name| !name.starts_with('?')) else {
            bail!("a parameter has no name: write :year and not ?, and give it with --param year=2020");
        };
        let name = name.chars().skip(1).collect::<String>();
        let Some((_, value)) = params.iter().find(|(given, _)| *given == name) else {
            bail!("the parameter :{name} has no value: give it with --param {name}=VALUE");
        };
        unused.retain(|given| **given != name);
        statement.raw_bind_parameter(index, value)?;
    }
    if let Some(name) = unused.first() {
        bail!("the query has no parameter :{name}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_numbers_and_what_stands_in_quotes_is_text() {
        let text = |text: &str| Value::Text(text.into());
        let cases = [
            ("2020", Value::Integer(2020)),
            ("-7", Value::Integer(-7)),
            ("0.5", Value::Real(0.5)),
            ("1e3", Value::Real(1000.0)),
            ("'2306.13921'", text("2306.13921")),
            ("2306.13920", text("2306.13920")),
            ("007", text("007")),
            ("'it''s'", text("it's")),
            ("'", text("'")),
            ("2020-01-01", text("2020-01-01")),
            ("99999999999999999999", text("99999999999999999999")),
            ("1e999", text("1e999")),
            ("inf", text("inf")),
            ("nan", text("nan")),
            ("", text("")),
            ("a=b", text("a=b")),
        ];
        for (given, value) in cases {
            assert_eq!(parse_param(&format!("x={given}")), Ok(("x".into(), value)), "{given}");
        }
        assert_eq!(parse_param(":year=2020"), Ok(("year".into(), Value::Integer(2020))));
        assert!(parse_param("2020").is_err());
        assert!(parse_param("=2020").is_err());
    }
}
