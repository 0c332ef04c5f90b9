-- Whether more papers leave than stay.
SELECT (SELECT count(*) FROM temp.leaving_paper) * 2 > (SELECT count(*) FROM paper)
