DELETE FROM paper_text_data;
DELETE FROM paper_text_idx;
DELETE FROM paper_text_docsize;
