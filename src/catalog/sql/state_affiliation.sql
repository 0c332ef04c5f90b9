-- Fills in what is not stated yet of affiliation ?1: its ROR ?2 and its country ?3.
UPDATE affiliation
SET ror          = coalesce(ror, ?2),
    country_code = coalesce(country_code, ?3)
WHERE id = ?1
