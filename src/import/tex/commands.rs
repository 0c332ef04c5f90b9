//! What TeX's commands mean in a text.

/// What a command of letters means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A letter; blanks after the command belong to it.
    Letter(&'static str),
    /// An accent on the letter that follows.
    Accent(char),
    /// A sign or a word; `{}` after the command belongs to it.
    Sign(&'static str),
    /// How text looks: the text alone counts.
    Nothing,
    /// Its group is not printed: a key to sort by, or the address of a text that follows in a group of its own.
    Hidden {
        /// Whether the group is hidden only where another follows.
        before_text: bool,
    },
}

/// The combining mark that an accent of one sign, `\'`, puts on the next letter.
pub(super) fn accent(sign: char) -> Option<char> {
    Some(match sign {
        '`' => '\u{300}',
        '\'' => '\u{301}',
        '^' => '\u{302}',
        '~' => '\u{303}',
        '=' => '\u{304}',
        '.' => '\u{307}',
        '"' => '\u{308}',
        _ => return None,
    })
}

/// The sign that a mark is when it stands on no letter; nothing for most.
pub(super) fn alone(mark: char) -> Option<char> {
    match mark {
        '\u{300}' => Some('`'),
        '\u{302}' => Some('^'),
        '\u{303}' => Some('~'),
        _ => None,
    }
}

/// What a command of letters means; `None` for one that is not known, which stays as printed.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    letter(name).map(Meaning::Letter).or_else(|| accent_by_name(name).map(Meaning::Accent)).or_else(|| {
        sign(name).map(Meaning::Sign).or_else(|| match name {
            "href" | "foreignlanguage" | "bibinfo" => Some(Meaning::Hidden { before_text: true }),
            "noopsort" | "hspace" => Some(Meaning::Hidden { before_text: false }),
            _ => is_style(name).then_some(Meaning::Nothing),
        })
    })
}

fn accent_by_name(name: &str) -> Option<char> {
    Some(match name {
        "u" => '\u{306}',
        "r" => '\u{30a}',
        "H" => '\u{30b}',
        "v" => '\u{30c}',
        "G" => '\u{30f}',
        "h" => '\u{309}',
        "f" => '\u{311}',
        "d" => '\u{323}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "b" => '\u{331}',
        "t" => '\u{361}',
        _ => return None,
    })
}

fn letter(name: &str) -> Option<&'static str> {
    Some(match name {
        "ss" => "ß",
        "SS" => "ẞ",
        "o" => "ø",
        "O" => "Ø",
        "l" => "ł",
        "L" => "Ł",
        "ae" => "æ",
        "AE" => "Æ",
        "oe" => "œ",
        "OE" => "Œ",
        "aa" => "å",
        "AA" => "Å",
        "i" => "ı",
        "j" => "ȷ",
        "dh" => "ð",
        "DH" => "Ð",
        "th" => "þ",
        "TH" => "Þ",
        "dj" => "đ",
        "DJ" => "Đ",
        "ng" => "ŋ",
        "NG" => "Ŋ",
        _ => return None,
    })
}

fn sign(name: &str) -> Option<&'static str> {
    Some(match name {
        "TeX" => "TeX",
        "LaTeX" => "LaTeX",
        "LaTeXe" => "LaTeX2e",
        "BibTeX" => "BibTeX",
        "ldots" | "dots" | "textellipsis" => "…",
        "textendash" => "–",
        "textemdash" => "—",
        "textquoteleft" => "‘",
        "textquoteright" => "’",
        "textquotedblleft" => "“",
        "textquotedblright" => "”",
        "textquotedbl" => "\"",
        "textquotesingle" => "'",
        "textasciitilde" | "textasciitildelow" => "~",
        "textasciicircum" => "^",
        "textasciigrave" => "`",
        "textbackslash" => "\\",
        "textbar" => "|",
        "textless" => "<",
        "textgreater" => ">",
        "textunderscore" => "_",
        "textdegree" => "°",
        "textmu" => "µ",
        "textordfeminine" => "ª",
        "textordmasculine" => "º",
        "textregistered" => "®",
        "texttrademark" => "™",
        "textcopyright" | "copyright" => "©",
        "textdollar" => "$",
        "textdaggerdbl" | "ddag" => "‡",
        "textdagger" | "dag" => "†",
        "textperiodcentered" | "textcdot" => "·",
        "textexclamdown" => "¡",
        "textquestiondown" => "¿",
        "textparagraph" | "P" => "¶",
        "textsection" | "S" => "§",
        "textsterling" | "pounds" => "£",
        "texteuro" | "euro" => "€",
        "guillemotleft" => "«",
        "guillemotright" => "»",
        "quotedblbase" => "„",
        "quotesinglbase" => "‚",
        "slash" => "/",
        "space" | "quad" | "qquad" | "newline" | "linebreak" | "enspace" | "thinspace" => " ",
        _ => return None,
    })
}

fn is_style(name: &str) -> bool {
    matches!(
        name,
        "textit"
            | "textbf"
            | "textsc"
            | "texttt"
            | "textrm"
            | "textsf"
            | "textsl"
            | "textup"
            | "textmd"
            | "textnormal"
            | "textsuperscript"
            | "textsubscript"
            | "emph"
            | "underline"
            | "uline"
            | "mbox"
            | "hbox"
            | "text"
            | "url"
            | "nolinkurl"
            | "path"
            | "em"
            | "it"
            | "bf"
            | "sc"
            | "tt"
            | "rm"
            | "sf"
            | "sl"
            | "itshape"
            | "bfseries"
            | "scshape"
            | "upshape"
            | "slshape"
            | "ttfamily"
            | "rmfamily"
            | "sffamily"
            | "mdseries"
            | "normalfont"
            | "small"
            | "footnotesize"
            | "scriptsize"
            | "tiny"
            | "large"
            | "Large"
            | "relax"
            | "protect"
            | "ensuremath"
            | "mkbibquote"
            | "mkbibemph"
            | "mkbibbold"
            | "mkbibitalic"
            | "enquote"
            | "NoCaseChange"
            | "MakeUppercase"
            | "MakeLowercase"
            | "uppercase"
            | "lowercase"
            | "bibnamefont"
            | "bibfnamefont"
            | "citenamefont"
            | "natexlab"
            | "cyr"
            | "null"
            | "leavevmode"
            | "unskip"
            | "ignorespaces"
    )
}
