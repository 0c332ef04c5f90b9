//! The features of a reading: what speaks for and against it, as numbers.

use super::weights::WEIGHTS;

/// One thing that is looked at; the index into [`WEIGHTS`].
///
/// "End" is the last word of the title up to the cut, "given" the first word
/// of the first author from the cut on. Most features are 0 or 1.
#[derive(Clone, Copy, Debug)]
pub(super) enum Feature {
    /// How well the last words before the cut word read as a title (a logarithm).
    TitleWords,
    /// How well the end reads as the last word of a title (a logarithm).
    EndWord,
    /// The end stands in the abstract or earlier in the title.
    EndInText,
    /// The same, with capitals inside that are the same too: `BERT`, `PyTorch`.
    EndInTextExact,
    /// The end and the word before it stand side by side in the abstract.
    EndPairInText,
    /// The end is known from any title or abstract.
    EndKnown,
    /// The end is not known, but is with or without an `s`.
    EndPluralKnown,
    /// The end has a capital after a small letter: `PyTorch`.
    EndHump,
    /// The end is a known word and the start of a name: `ColorizationLv`.
    EndKnownWithRest,
    /// The end has the start of a family name on it: `InterpretersMc`.
    EndNamePrefix,
    /// The end has a single capital after small letters: `localizationS.`.
    EndStrayCapital,
    /// The end is a single letter.
    EndSingleLetter,
    /// The end is `of`, `for`, `with`.
    EndFunctionWord,
    /// The end closes with a sign that something must follow: `(`, `-`, `&`.
    EndOpenSign,
    /// Brackets are open at the cut.
    EndOpenBracket,
    /// The end has two capitals and then a small letter.
    EndDoubleCapital,
    /// A later cut of the same word gives a known end: `SLA|M`.
    LongerEndKnown,
    /// The given name fits the given names known (a logarithm).
    Given,
    /// The words between given and family name fit (a logarithm).
    Middle,
    /// The family name fits the family names known (a logarithm).
    Family,
    /// The given name is a known one.
    GivenKnown,
    /// The family name is a known one.
    FamilyKnown,
    /// How often exactly this name was seen as an author (a logarithm).
    PersonKnown,
    /// A name of a single word, where names have more.
    OneWord,
    /// A name of three words.
    ThreeWords,
    /// A name of four words or more.
    FourWords,
    /// Words beyond the fourth.
    MoreWords,
    /// The name of a group: "OpenAI", "Gemini Team".
    Group,
    /// The given name is written small.
    GivenSmall,
    /// It is written small and has a capital later: `sCharles`.
    GivenSmallThenCapital,
    /// All capitals.
    GivenCapitals,
    /// A capital after a small letter: `HyunJi`.
    GivenHump,
    /// Such a hump with a given name after it only: `NetRohan`.
    GivenHumpLast,
    /// Such a hump between two known given names: `HyunJi`.
    GivenHumpBoth,
    /// A hump after a prefix that names have: `McKay`, `DeShawn`.
    GivenPrefixHump,
    /// Two capitals and then a small letter: `TAdam`.
    GivenDoubleCapital,
    /// Digits and other signs in the name.
    NameOdd,
    /// Words of the name, after the first, that are written small and are no `van` or `de`.
    RestSmall,
    /// Words of the name, after the first, with humps.
    RestHump,
    /// Words of the name, after the first, that only titles have: `of`, `for`.
    RestFunctionWord,
    /// A single author.
    OneAuthor,
    /// Two authors.
    TwoAuthors,
    /// How well the comma parts after the first author read as names (a logarithm).
    OtherNames,
    /// What in those parts names do not have.
    OtherNamesOdd,
    /// At the cut: a small letter, then a capital.
    SmallThenCapital,
    /// At the cut: a capital, then a capital and a small letter: `BERT|Adam`.
    CapitalThenName,
    /// At the cut: a capital, then an initial: `SLAM|J.`.
    CapitalThenInitial,
    /// At the cut: a capital, then a small letter: `DARP|a`.
    CapitalThenSmall,
    /// At the cut: two small letters.
    SmallThenSmall,
    /// At the cut: a sign, then a letter.
    SignThenLetter,
    /// At the cut: a digit, then a letter.
    DigitThenLetter,
    /// At the cut: a full stop, then a letter.
    StopThenLetter,
    /// At the cut: a change to or from a script without capitals.
    ScriptChange,
    /// The given name is an initial.
    GivenInitial,
    /// The given name stands in the abstract.
    GivenInText,
    /// No author on the line at all.
    NoAuthor,
    /// The same, though the last word has a capital after a small letter.
    NoAuthorHump,
}

/// The number of features.
pub(super) const FEATURES: usize = Feature::NoAuthorHump as usize + 1;

/// The features of one reading.
#[derive(Clone, Copy, Debug)]
pub(super) struct Features(pub(super) [f32; FEATURES]);

impl Features {
    /// No feature set.
    pub(super) fn new() -> Self {
        Self([0.0; FEATURES])
    }

    /// Sets a feature to 1 when it holds.
    pub(super) fn set(&mut self, feature: Feature, holds: bool) {
        self.0[feature as usize] = f32::from(u8::from(holds));
    }

    /// Adds to a feature.
    pub(super) fn add(&mut self, feature: Feature, value: f32) {
        self.0[feature as usize] += value;
    }

    /// The score of the reading: the features times their weights.
    pub(super) fn score(&self) -> f32 {
        self.0.iter().zip(&WEIGHTS).map(|(value, weight)| value * weight).sum()
    }
}
