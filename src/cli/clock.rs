//! The time of day, as the catalog keeps it.

use jiff::Timestamp;

/// A moment in UTC, RFC 3339, to the second.
pub(super) fn in_rfc_3339(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
