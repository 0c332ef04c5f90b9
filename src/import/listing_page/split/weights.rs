//! The weight of each feature.
//!
//! Fitted by maximum likelihood over the readings of each line, on pages with
//! known authors whole and in pieces of 20, 5 and 1 entries, and on a harder
//! page made from them: titles cut short at any word, authors of other
//! entries, odd forms of names, no abstracts, no authors.

use super::feature::FEATURES;

/// How much each feature counts for a reading, in the order of [`super::feature::Feature`].
pub(super) const WEIGHTS: [f32; FEATURES] = [
    0.432,  // TitleWords
    0.397,  // EndWord
    -0.821, // EndInText
    0.917,  // EndInTextExact
    1.523,  // EndPairInText
    0.280,  // EndKnown
    1.973,  // EndPluralKnown
    0.603,  // EndHump
    -0.419, // EndKnownWithRest
    -1.382, // EndNamePrefix
    -3.686, // EndSingleLetter
    -1.008, // EndFunctionWord
    -5.458, // EndOpenSign
    -1.202, // EndOpenBracket
    0.734,  // EndDoubleCapital
    -0.842, // LongerEndKnown
    0.401,  // Given
    0.429,  // Middle
    0.398,  // Family
    0.689,  // GivenKnown
    1.407,  // FamilyKnown
    1.411,  // PersonKnown
    -6.274, // OneWord
    1.007,  // ThreeWords
    0.466,  // FourWords
    0.402,  // MoreWords
    2.010,  // Group
    0.044,  // GivenSmall
    -0.526, // GivenSmallThenCapital
    -2.109, // GivenCapitals
    -1.914, // GivenHump
    0.487,  // GivenHumpLast
    2.840,  // GivenHumpBoth
    2.056,  // GivenPrefixHump
    -1.797, // GivenDoubleCapital
    -1.101, // NameOdd
    -2.604, // RestSmall
    -2.204, // RestHump
    -2.362, // RestFunctionWord
    0.967,  // OneAuthor
    0.095,  // TwoAuthors
    0.278,  // OtherNames
    -2.835, // OtherNamesOdd
    2.655,  // SmallThenCapital
    3.294,  // CapitalThenName
    4.123,  // CapitalThenInitial
    -2.449, // SmallThenSmall
    -1.161, // SignThenLetter
    2.557,  // DigitThenLetter
    1.109,  // StopThenLetter
    4.432,  // ScriptChange
    -1.653, // GivenInitial
    -0.186, // GivenInText
    -1.217, // NoAuthor
    -0.721, // NoAuthorHump
];

/// A reading less likely than this is given with a doubt.
pub(super) const SURE: f32 = 0.998;
