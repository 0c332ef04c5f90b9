//! Tests of the splitter: hard cases one by one, lines without an author, and mangled lines.

use super::{Evidence, Split, TitleLine, split};

/// Lines with `|` at the cut, each alone on a page without an abstract. Names and titles are made
/// up or from the description of the page.
const HARD: &[&str] = &[
    "Sparse Object Detection in 3D|Jun Watanabe, Carla Rossi",
    "A Survey of Instruction Following in Large Language Models (LLMs)|John Miller, Wei Chen, Tom Hart et al.",
    "Probing Factual Knowledge in LLMs|John Miller, Wei Chen, Tom Hart et al. · mit",
    "Efficient Fine-Tuning of BERT|Adam Novak, Petra Vogel",
    "Automatic Differentiation in PyTorch|Adam Novak, Sam Gross",
    "A Research Agenda for DeepMind|John Miller, Shane Cole, Ana Silva et al.",
    "Learning to Predict Soil pH|Jérôme Dupont, Luc Martin",
    "A Tendon-Driven Surgical robot|T.V. Truong, H. Kim",
    "Magnetic Actuation of Capsule Endoscopes|Q. -H. Meng, Y. Liu",
    "Contrastive Learning of Visual Representations|HyunJi Kim, Jaehyun Park",
    "Apprenticeship Learning with Bayesian Games|Liam C MacDermed, Charles L. Ibsen",
    "Radar Localization in Snow|Christopher D. McKinnon, Angela P. Schell",
    "Multi-scale Simulation of Fabric|Yun (Raymond) Fei, Chris Bat",
    "Procedural Understanding of Manuals|Te-Lin Wu, Alex Springer, Nan Peng et al.",
    "Surface Editing by Image Processing|Hsueh-Ti Derek Liu, Mike Tan, Al Jones",
    "Logic Programs with Preferences|Sean O'Brien, Mary O'Connor",
    "Pixel Recurrent Neural Networks|Aaron van den Oord, Nal Keller",
    "Spectral Methods for Latent Trees|Maria de la Cruz, Juan Gil",
    "Boosting with Small Samples|Robert Downing Jr., Ann Lee",
    "Boosting with Large Samples|Robert Downing Jr., Ann Lee, Tom Hart et al.",
    "Streaming Variational Inference|Trevor Hill, John W. Fisher III",
    "Attention in the Primate Brain|Harada, Kenji Mori",
    "Chinese Word Segmentation Revisited|张伟, 王芳, 李娜",
    "Cross-Lingual Named Entity Recognition|Łukasz Kowalski, Øyvind Dahl",
    "Can a Machine Learn to Read Street Maps?|Filip Horvat, Anna Berg",
    "Say It Again BART!|Huimin Lai, Malvina Rossi",
    "Motion Planning with Temporal Logic (Extended Abstract)|Jan Peters, Ufuk Demir",
    "Learning Models of the World through \"Curiosity\"|Deepak Patel, Trevor Hill",
    "A Search for Dark Energy with DES Year 3|Maria Lopez, Paul Green",
    "On the Convergence of SGD in $L_2$|Omar Hassan, Peter Stone",
    "Rotation Estimation on $SO(3)$|Ivan Petrov, Elena Popova",
    "Smoothness, Restarts and Momentum|Vincent Roux, Alexandre d'Alembert",
    "Sorting, Searching, and Hashing: A Quest for Speed|Kuldeep Singh",
    "Planning, Fast and Slow|Maria Lopez, Paul Green",
    "Fast, Accurate, and Robust Tracking|Maria Lopez, Paul Green, Wei Chen et al.",
    "A Family of Highly Capable Multimodal Models|Gemini Team, Rohan Gupta, Sebastian Braun et al.",
    "Object Detection with Transformers|Nicolas Martin, Francisco Gomez, Gabriel Roy et al",
    "A Comment on the Results of Smith et al.|Paul Green, Maria Lopez",
    "Revisiting Vaswani et al. (2017)|Paul Green, Maria Lopez · carnegie-mellon-university",
    "From Pixels · To Words: Captioning at Scale|Paul Green, Maria Lopez · mit, 3m, yahoo.com",
    "Grasping · Pushing · Throwing with One Arm|Paul Green, Maria Lopez",
    "Guided Policy Search for Biped Walking|RAVI MEHTA, Luc De Wit",
    "Visual Odometry for UAVs|A. Müller, J.-P. Dubois",
    "Loop Closing in Visual SLAM|J.M. Torres, J. Andrade",
    "Formal Argumentation in Symbolic AI|Markus Brandt, Ana Silva",
    "Automated Planning with Prolog and C++|Markus Brandt, Ana Silva",
    "Speech Recognition on iOS|Markus Brandt, Ana Silva",
    "Reasoning about Space|Li, Ana Silva",
    "Learning Embeddings for Retrieval|Sarah, Richard, Martin et al.",
    "Deep Kernel Learning|André Martins*, Mario Costa*",
    "Learning from Weak Labels|Jürgen von der Heide, Emma ten Hoor",
];

/// Lines on which even a careful reader would ask: right, or with a doubt that shows the right reading.
const UNSURE: &[&str] = &[
    "Motion Correction in Cardiac MRI|yan yang, Jian Sun",
    "Neural Networks for Compressed Sensing MRI|yan yang, Jian Sun, Huibin Li et al.",
    "Reliable Confidence Intervals for Evaluation with Generative A.I.|Harrie de Groot, Rolf Jansen",
    "Dilated Residual StereoNet|Rohan Gupta, Julia Stern, Chris Sweet",
    "GPT-4 Technical Report|OpenAI, Josh Miller, Steven Adler et al. · openai",
    "Private Query Release via LDP|d'Arcy Wood, Ben Hall",
    "Neural Programmer Interpreters|McKay Baker, Ana Silva",
];

/// The whole line, the title and the printed authors of a case.
fn read_case(case: &str) -> (String, String, Vec<String>) {
    let (title, rest) = case.split_once('|').unwrap();
    let names = rest.rsplit_once(" · ").map_or(rest, |(names, _)| names);
    let names = names.trim_end_matches("et al.").trim_end_matches("et al").trim_end();
    (case.replacen('|', "", 1), title.to_owned(), names.split(", ").map(str::to_owned).collect())
}

fn split_alone(line: &str, abstract_text: Option<&str>) -> Split {
    let entry = TitleLine { line, abstract_text };
    let mut evidence = Evidence::new();
    evidence.learn(&entry);
    split(&entry, &evidence)
}

#[test]
fn hard_cases_alone_on_a_page() {
    for case in HARD {
        let (line, title, authors) = read_case(case);
        let split = split_alone(&line, None);
        assert_eq!((split.title, split.authors), (title, authors), "{case}");
        assert_eq!(
            split.authors_complete,
            !case.contains("et al") || case.starts_with("A Comment") || case.starts_with("Revisiting")
        );
    }
}

#[test]
fn unsure_cases_alone_on_a_page() {
    for case in UNSURE {
        let (line, title, authors) = read_case(case);
        let split = split_alone(&line, None);
        let right = (title, authors);
        if (split.title, split.authors) != right {
            let doubt = split.doubt.expect(case);
            assert_eq!((doubt.other_title, doubt.other_authors), right, "{case}");
        }
    }
}

#[test]
fn the_abstract_settles_what_the_line_leaves_open() {
    let cases = [
        ("Dilated Residual StereoNet|Rohan Gupta, Julia Stern", "We present StereoNet, a network for stereo."),
        ("Private Query Release via LDP|d'Arcy Wood, Ben Hall", "We study release under LDP and other notions."),
        ("Motion Correction in Cardiac MRI|yan yang, Jian Sun", "Motion is a problem in cardiac MRI and elsewhere."),
        ("Retention on RideShare|Yan Tang, Nina Shah", "We report experiments run at RideShare on retention."),
    ];
    for (case, text) in cases {
        let (line, title, authors) = read_case(case);
        let split = split_alone(&line, Some(text));
        assert_eq!((split.title, split.authors), (title, authors), "{case}");
    }
}

#[test]
fn slugs_and_mark_are_read_off() {
    let split = split_alone(
        "Deep Kernel LearningPaul Green, Maria Lopez, Wei Chen et al. · mit, university-of-california-berkeley, 3m, yahoo.com",
        None,
    );
    assert_eq!(split.affiliations, ["mit", "university-of-california-berkeley", "3m", "yahoo.com"]);
    assert!(!split.authors_complete);
    assert_eq!(split.authors, ["Paul Green", "Maria Lopez", "Wei Chen"]);
    assert_eq!(
        split_alone("Deep Kernel LearningPaul Green, Maria Lopez, Gabriel Royet al.", None).authors[2],
        "Gabriel Roy"
    );
}

#[test]
fn a_line_without_an_author_is_a_title_with_a_doubt() {
    for line in [
        "Deep learning for the recognition of cats",
        "Deep Learning for Cats and Dogs",
        "Learning",
        "",
        " ",
        "·",
        ", ,",
        "A Reply to Smith et al.",
    ] {
        let split = split_alone(line, None);
        assert_eq!(split.title.trim(), line.trim());
        assert!(split.authors.is_empty() && !split.authors_complete && split.doubt.is_some(), "{line}");
    }
}

#[test]
fn sentences_between_commas_are_doubted() {
    for line in [
        "Planning in the WildWe, of course, know",
        "Deep Kernel LearningPaul Green, Derek Lim · MIT",
        "LearningPaul Green, who is this?",
    ] {
        assert!(split_alone(line, None).doubt.is_some(), "{line}");
    }
}

#[test]
fn a_known_person_is_found() {
    let entry = TitleLine { line: "Simple and Fast XyloNetZorka Quill, Ann Lee", abstract_text: None };
    let mut evidence = Evidence::new();
    evidence.know_person("Zorka Quill");
    let split = split(&entry, &evidence);
    assert_eq!(split.title, "Simple and Fast XyloNet");
    assert_eq!(split.doubt, None);
}

/// The letters and digits of a text: what must never be lost.
fn kept(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

fn assert_nothing_lost(line: &str, split: &Split) {
    let mark = if split.authors_complete || split.authors.is_empty() { "" } else { "et al" };
    let all = format!("{} {} {mark} {}", split.title, split.authors.join(" "), split.affiliations.join(" "));
    assert_eq!(kept(&all), kept(line), "{line}");
}

#[test]
fn mangled_lines_lose_nothing() {
    const PIECES: [&str; 24] = [
        ",",
        ", ",
        " · ",
        "·",
        " et al.",
        "et al",
        ".",
        " ",
        "  ",
        "|",
        "(",
        ")",
        "$",
        "\u{301}",
        "É",
        "ß",
        "İ",
        "ǅ",
        "张",
        "का",
        "👩\u{200d}💻",
        "A",
        "b",
        "9",
    ];
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut evidence = Evidence::new();
    for round in 0..4000 {
        let mut line: Vec<char> = HARD[round % HARD.len()].replacen('|', "", 1).chars().collect();
        for _ in 0..=random(6) {
            let at = random(line.len() + 1);
            match random(3) {
                0 => drop(line.splice(at..at, PIECES[random(PIECES.len())].chars())),
                1 => drop(line.drain(at..(at + random(9)).min(line.len()))),
                _ => line.truncate(at.max(4)),
            }
        }
        let line: String = line.into_iter().collect();
        let entry = TitleLine { line: &line, abstract_text: (round % 2 == 0).then_some(HARD[round % 7]) };
        evidence.learn(&entry);
        assert_nothing_lost(&line, &split(&entry, &evidence));
    }
}

#[test]
fn very_long_lines_are_read() {
    for piece in ["A", "aB", "a ", "Ab Cd ", "a, ", "Ab,", "é", "张", "(", " · ", "et al."] {
        let line = piece.repeat(10_000);
        let split = split_alone(&line, Some(&line));
        assert_nothing_lost(&line, &split);
    }
}
