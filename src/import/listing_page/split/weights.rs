//! The weight of each feature.
//!
//! Fitted by maximum likelihood over the readings of each line, on pages with
//! known authors whole and in pieces of 20, 5 and 1 entries, and on a harder
//! page made from them: titles cut short at any word, authors of other
//! entries, odd forms of names, no abstracts, no authors.

use super::feature::FEATURES;

/// How much each feature counts for a reading, in the order of [`super::feature::Feature`].
pub(super) const WEIGHTS: [f32; FEATURES] = [
    0.440,  // TitleWords
    0.400,  // EndWord
    -0.818, // EndInText
    0.906,  // EndInTextExact
    1.523,  // EndPairInText
    0.272,  // EndKnown
    1.972,  // EndPluralKnown
    0.600,  // EndHump
    -0.440, // EndKnownWithRest
    -1.388, // EndNamePrefix
    -0.159, // EndStrayCapital
    -3.686, // EndSingleLetter
    -0.861, // EndFunctionWord
    -5.447, // EndOpenSign
    -1.214, // EndOpenBracket
    1.008,  // EndDoubleCapital
    -0.851, // LongerEndKnown
    0.401,  // Given
    0.447,  // Middle
    0.405,  // Family
    0.673,  // GivenKnown
    1.588,  // FamilyKnown
    1.406,  // PersonKnown
    -6.216, // OneWord
    1.068,  // ThreeWords
    0.501,  // FourWords
    0.461,  // MoreWords
    2.042,  // Group
    -0.182, // GivenSmall
    -0.577, // GivenSmallThenCapital
    -2.145, // GivenCapitals
    -1.938, // GivenHump
    0.464,  // GivenHumpLast
    2.799,  // GivenHumpBoth
    2.045,  // GivenPrefixHump
    -1.554, // GivenDoubleCapital
    -1.192, // NameOdd
    -2.582, // RestSmall
    -2.273, // RestHump
    -2.032, // RestFunctionWord
    0.926,  // OneAuthor
    -0.023, // TwoAuthors
    0.277,  // OtherNames
    -3.100, // OtherNamesOdd
    2.592,  // SmallThenCapital
    3.583,  // CapitalThenName
    4.141,  // CapitalThenInitial
    0.515,  // CapitalThenSmall
    -2.267, // SmallThenSmall
    -1.122, // SignThenLetter
    2.615,  // DigitThenLetter
    1.167,  // StopThenLetter
    4.419,  // ScriptChange
    -1.700, // GivenInitial
    -0.259, // GivenInText
    -1.241, // NoAuthor
    -0.766, // NoAuthorHump
];

/// A reading less likely than this is given with a doubt.
pub(super) const SURE: f32 = 0.998;
