-- Question: what do the papers other than ?1, sure ones only, say for a reading of its title line?
-- 2 where one has the title key ?2 (whose sketch is ?4), else 1 where one is by an author with the name key ?3, else 0.
WITH unsure AS (
    SELECT doubtful_reading.paper_id
    FROM doubtful_reading
    WHERE doubtful_reading.decision_id IS NULL AND doubtful_reading.settled_as IS NULL
)
SELECT CASE
           WHEN EXISTS (
               SELECT paper.id
               FROM paper
               WHERE paper.title_sketch = ?4
                 AND paper.title_key = ?2
                 AND paper.id <> ?1
                 AND paper.merged_into IS NULL
                 AND paper.id NOT IN (SELECT unsure.paper_id FROM unsure)
           ) THEN 2
           WHEN EXISTS (
               SELECT authorship.paper_id
               FROM author_name
               JOIN authorship ON authorship.author_id = author_name.author_id
               WHERE author_name.key = ?3
                 AND authorship.paper_id <> ?1
                 AND authorship.paper_id NOT IN (SELECT unsure.paper_id FROM unsure)
           ) THEN 1
           ELSE 0
       END AS weight
