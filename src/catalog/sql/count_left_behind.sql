-- Question: how many rows refer to papers or people that were taken out?
SELECT (SELECT count(*) FROM temp.leaving_paper AS gone JOIN authorship ON authorship.paper_id = gone.id)
     + (SELECT count(*) FROM temp.leaving_paper AS gone JOIN authorship_affiliation ON authorship_affiliation.paper_id = gone.id)
     + (SELECT count(*) FROM temp.leaving_paper AS gone JOIN paper_affiliation ON paper_affiliation.paper_id = gone.id)
     + (SELECT count(*) FROM temp.leaving_paper AS gone JOIN paper_category ON paper_category.paper_id = gone.id)
     + (SELECT count(*) FROM temp.leaving_paper AS gone JOIN paper_keyword ON paper_keyword.paper_id = gone.id)
     + (SELECT count(*) FROM temp.leaving_paper AS gone JOIN identifier ON identifier.paper_id = gone.id)
     + (SELECT count(*) FROM temp.leaving_paper AS gone JOIN link ON link.paper_id = gone.id)
     + (SELECT count(*) FROM temp.leaving_paper AS gone JOIN other_key ON other_key.paper_id = gone.id)
     + (SELECT count(*) FROM temp.leaving_paper AS gone JOIN record ON record.paper_id = gone.id)
     + (SELECT count(*) FROM temp.leaving_paper AS gone JOIN doubtful_reading ON doubtful_reading.paper_id = gone.id)
     + (SELECT count(*) FROM temp.leaving_author AS gone JOIN authorship ON authorship.author_id = gone.id)
     + (SELECT count(*) FROM temp.leaving_author AS gone JOIN other_entry ON other_entry.author_id = gone.id) AS left_behind
