//! OpenReview notes, of the first and the second version of its service.
//!
//! Source of the shapes: OpenReview's service documentation. In the second version every value of `content` stands in an
//! object of its own under `value`. Reviews and comments are notes, too: those are skipped.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::values::{List, Object, Text};
use super::{Read, Shape, parse};
use crate::identifier::{PersonIdentifier, PersonScheme, Scheme};
use crate::import::clean::shortened;
use crate::import::fields::{add_identifier, add_url_as, set_abstract, text, with_title};
use crate::record::{AuthorMention, LinkKind, PaperRecord, PartialDate, Reading};

#[derive(Deserialize, Default)]
#[serde(default)]
struct Note<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    forum: Text<'a>,
    replyto: Text<'a>,
    content: Object<Content<'a>>,
    pdate: Option<i64>,
    odate: Option<i64>,
    tcdate: Option<i64>,
    cdate: Option<i64>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Content<'a> {
    #[serde(borrow)]
    title: Valued<Text<'a>>,
    authors: Valued<List<Text<'a>>>,
    authorids: Valued<List<Text<'a>>>,
    r#abstract: Valued<Text<'a>>,
    venue: Valued<Text<'a>>,
    keywords: Valued<List<Text<'a>>>,
    code: Valued<Text<'a>>,
    #[serde(alias = "github", alias = "code_URL", alias = "code_url")]
    code_link: Valued<Text<'a>>,
}

/// A value that stands alone or in an object under `value`.
#[derive(Default)]
struct Valued<T>(T);

impl<T> std::ops::Deref for Valued<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for Valued<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize, Default)]
        #[serde(default)]
        struct InObject<T> {
            value: Option<T>,
        }
        struct Visitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de> + Default> serde::de::Visitor<'de> for Visitor<T> {
            type Value = Valued<T>;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a value")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let inner = InObject::<T>::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
                Ok(Valued(inner.value.unwrap_or_default()))
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
                T::deserialize(serde::de::value::SeqAccessDeserializer::new(list)).map(Valued)
            }

            fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
                T::deserialize(serde::de::value::BorrowedStrDeserializer::<E>::new(text)).map(Valued)
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
                T::deserialize(serde::de::value::StrDeserializer::<E>::new(text)).map(Valued)
            }

            fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
                Ok(Valued(T::default()))
            }

            fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
                Ok(Valued(T::default()))
            }

            fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
                Ok(Valued(T::default()))
            }

            fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
                Ok(Valued(T::default()))
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Valued(T::default()))
            }
        }
        deserializer.deserialize_any(Visitor(std::marker::PhantomData))
    }
}

pub(super) fn recognises(shape: &Shape) -> bool {
    let has = |key| shape.has(key);
    shape.first_mark("content") == Some('{')
        && (has("forum") || has("invitation") || has("invitations") || has("signatures"))
}

pub(super) fn read(text: &str) -> Result<Read, String> {
    let note: Note<'_> = parse(text)?;
    let content = &note.content;
    let is_reply =
        !note.replyto.is_empty() && note.replyto != note.id || !note.forum.is_empty() && note.forum != note.id;
    if is_reply || content.title.is_empty() && content.authors.is_empty() && !note.id.is_empty() {
        let reason = "it is a review or a comment and no paper".to_owned();
        return Ok((Reading::Skipped { reason, text: shortened(text.to_owned()) }, Vec::new()));
    }
    let mut record = PaperRecord {
        title: self::text(content.title.as_str()).unwrap_or_default(),
        published_on: note.pdate.or(note.odate).or(note.tcdate).or(note.cdate).and_then(day),
        venue: self::text(content.venue.as_str()),
        ..PaperRecord::default()
    };
    for (place, name) in content.authors.iter().enumerate() {
        let Some(name) = self::text(name.as_str()) else { continue };
        let mut mention = AuthorMention::printed(name);
        let id = content.authorids.get(place).map(Text::as_str).unwrap_or_default();
        mention.identifiers.extend(PersonIdentifier::new(PersonScheme::OpenReview, id));
        record.authors.push(mention);
    }
    record.authors_complete = !record.authors.is_empty() && record.authors.len() == content.authors.len();
    add_identifier(&mut record, Scheme::OpenReview, note.id.as_str());
    for url in [&content.code, &content.code_link] {
        add_url_as(&mut record, url.as_str(), LinkKind::Code);
    }
    set_abstract(&mut record, content.r#abstract.as_str());
    record.keywords = content.keywords.iter().filter_map(|keyword| self::text(keyword.as_str())).collect();
    Ok((with_title(record, note.id.as_str(), "", || text.to_owned()), Vec::new()))
}

/// The day, UTC, of a number of milliseconds since 1970.
fn day(milliseconds: i64) -> Option<PartialDate> {
    let moment = Timestamp::from_millisecond(milliseconds).ok()?;
    Some(PartialDate::from(moment.to_zoned(TimeZone::UTC).date())).filter(|date| date.year() > 0)
}
