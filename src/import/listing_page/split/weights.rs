//! The weight of each feature.
//!
//! Fitted by maximum likelihood over the readings of each line, on pages with
//! known authors whole and in pieces of 20, 5 and 1 entries, and on a harder
//! page made from them: titles cut short at any word, authors of other
//! entries, odd forms of names, no abstracts, no authors.

use super::feature::FEATURES;

/// How much each feature counts for a reading, in the order of [`super::feature::Feature`].
pub(super) const WEIGHTS: [f32; FEATURES] = [
    0.439,  // TitleWords
    0.399,  // EndWord
    -0.813, // EndInText
    0.908,  // EndInTextExact
    1.516,  // EndPairInText
    0.276,  // EndKnown
    1.971,  // EndPluralKnown
    0.563,  // EndHump
    -0.437, // EndKnownWithRest
    -1.381, // EndNamePrefix
    -0.163, // EndStrayCapital
    -3.685, // EndSingleLetter
    -0.868, // EndFunctionWord
    -5.432, // EndOpenSign
    -1.226, // EndOpenBracket
    1.034,  // EndDoubleCapital
    -0.851, // LongerEndKnown
    0.400,  // Given
    0.445,  // Middle
    0.403,  // Family
    0.668,  // GivenKnown
    1.604,  // FamilyKnown
    1.418,  // PersonKnown
    -6.219, // OneWord
    1.060,  // ThreeWords
    0.491,  // FourWords
    0.412,  // MoreWords
    2.051,  // Group
    -0.014, // GivenSmall
    -0.591, // GivenSmallThenCapital
    -2.121, // GivenCapitals
    -1.969, // GivenHump
    0.464,  // GivenHumpLast
    2.797,  // GivenHumpBoth
    2.015,  // GivenPrefixHump
    -1.491, // GivenDoubleCapital
    -1.192, // NameOdd
    -2.628, // RestSmall
    -2.333, // RestHump
    -1.978, // RestFunctionWord
    0.903,  // OneAuthor
    -0.065, // TwoAuthors
    0.276,  // OtherNames
    -3.038, // OtherNamesOdd
    2.578,  // SmallThenCapital
    3.644,  // CapitalThenName
    4.134,  // CapitalThenInitial
    0.419,  // CapitalThenSmall
    -2.353, // SmallThenSmall
    -1.127, // SignThenLetter
    2.603,  // DigitThenLetter
    1.182,  // StopThenLetter
    4.477,  // ScriptChange
    -1.676, // GivenInitial
    -0.260, // GivenInText
    -1.248, // NoAuthor
    -0.771, // NoAuthorHump
];

/// A reading less likely than this is given with a doubt.
pub(super) const SURE: f32 = 0.998;
