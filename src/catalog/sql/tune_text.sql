-- Large portions, which are merged once, at the end.
INSERT INTO paper_text (paper_text, rank) VALUES ('hashsize', 6291456), ('automerge', 0), ('crisismerge', 2000);
BEGIN;
